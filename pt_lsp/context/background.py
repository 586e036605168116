"""What a prompt shows beside its own file: other files' code, what was done last, the project's own rules.

One form for all prompts, what changes least first.
"""

import re
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN

_MARK = re.compile(r"<(?=\|\w{1,40}\|>)")

Shares = tuple[tuple[str, int], ...]
"""Where a prompt's text comes from, in its order, each with its characters."""


SnippetSource = Literal[
    "notebook cells", "imports", "similar", "neighbours", "recent edits", "recently visited"
]
"""Why it is there."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Whole lines of a file, without the last one's end; a line of `...` stands for what was left out."""

    path: str
    """A label: relative to its workspace folder."""
    language_id: str
    source: SnippetSource
    text: str


@dataclass(frozen=True)
class Background:
    """The parts, each within its share; `characters_per_token` is what is known of the language."""

    related: tuple[Snippet, ...] = ()
    recent: tuple[Snippet, ...] = ()
    instructions: str = ""
    characters_per_token: float = CHARACTERS_PER_TOKEN
    path: str = ""
    """What the file itself is called, as the others are; empty outside of workspace folders."""
    rules_name: str = "the project's rules"
    """The file that the instructions are from."""

    def budget_characters(self, budget_tokens: int) -> int:
        """How many characters some tokens are."""
        return int(max(budget_tokens, 0) * self.characters_per_token)

    @cached_property
    def text(self) -> str:
        """The parts as they stand before the file, each in a tag that it does not close."""
        return "".join(
            f"{title}\n<{tag}>\n{content}\n</{tag}>\n\n"
            for title, tag, written in self._sections()
            for content in [without_marks(written)]
            for tag in [unused_tag(tag, content)]
        )

    def within(self, n_characters: int, *, rules_first: bool = False) -> "Background":
        """What of it fits: recent places go first, then the rules, then the related code from its end.

        `rules_first`: the rules go last.
        """
        fitting = self
        if len(fitting.text) > n_characters:
            fitting = replace(fitting, recent=())
        if len(fitting.text) > n_characters and not rules_first:
            fitting = replace(fitting, instructions="")
        while fitting.related and len(fitting.text) > n_characters:
            fitting = replace(fitting, related=fitting.related[:-1])
        return fitting if len(fitting.text) <= n_characters else replace(fitting, instructions="")

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each part is called for a person, by what it is known by: the file, or the rules' own text."""
        rules = {_key_of_rules(self.instructions): self.rules_name} if self.instructions else {}
        return rules | {snippet.path: snippet.path for snippet in self.snippets}

    def text_of(self, key: str) -> str:
        """What a part says."""
        shown = [snippet.text for snippet in self.snippets if snippet.path == key]
        return "\n".join(shown) if shown else self.instructions

    def without(self, keys: Collection[str]) -> "Background":
        """The parts that are not known by one of these."""
        return replace(
            self,
            related=tuple(snippet for snippet in self.related if snippet.path not in keys),
            recent=tuple(snippet for snippet in self.recent if snippet.path not in keys),
            instructions="" if _key_of_rules(self.instructions) in keys else self.instructions,
        )

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        """All code, in the order of the prompt."""
        return (*self.related, *self.recent)

    def shares(self) -> Shares:
        """The characters of each source."""
        shares: dict[str, int] = {"instructions": len(self.instructions)} if self.instructions else {}
        for snippet in self.snippets:
            shares[snippet.source] = shares.get(snippet.source, 0) + len(headed(snippet))
        return tuple(shares.items())

    def _sections(self) -> Iterator[tuple[str, str, str]]:
        if self.instructions:
            yield "Rules of this project:", "rules", self.instructions
        if self.related:
            yield "Other code of this project (`also` lists more names):", "related", _joined(self.related)
        if self.recent:
            yield "Places that the user was at before:", "recent", _joined(self.recent)


NO_BACKGROUND = Background()

GatherAround = Callable[[Snapshot, Span], Awaitable[Background]]
"""Finds what a prompt shows beside the file of a region or a part."""


def _key_of_rules(text: str) -> str:
    """No path: a text that reads otherwise is another one."""
    return f"rules {hash(text)}"


def headed(snippet: Snippet) -> str:
    """The snippet below its path."""
    return f"{snippet.path}:\n{snippet.text}"


def _joined(snippets: Sequence[Snippet]) -> str:
    return "\n\n".join(map(headed, snippets))


def without_marks(text: str) -> str:
    """The text with nothing in it that a model takes for the end of a turn or a file: `<|im_end|>`."""
    return _MARK.sub("< ", text)


def unused_tag(name: str, content: str, sign: str = "</") -> str:
    """A tag name that the content does not close, or does not open where that is the `sign`."""
    tag, n = name, 1
    while f"{sign}{tag}" in content:
        n += 1
        tag = f"{name}{n}"
    return tag
