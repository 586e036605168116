"""How the model is asked to fill in the text at the cursor: three ways, for what endpoints and models take.

What never changes comes first and what changes with each key last; there is no time and no counter in it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pt_lsp.context.background import NO_BACKGROUND, Background, Shares, unused_tag, without_marks
from pt_lsp.context.windows.completion_window import Window
from pt_lsp.features.inline_completion.examples import EXAMPLES, Example
from pt_lsp.features.inline_completion.postprocess.item_extent import Extent
from pt_lsp.features.inline_completion.wording import REST_OF_LINE
from pt_lsp.llm.gateway import Message, Prompt
from pt_lsp.settings.options import FillWay

_RESERVED_CHARACTERS = {"hole": 2_460, "fim": 300, "partial": 740}
_RESERVED_WITHOUT_EXAMPLES = 850
"""What each way's own words take, with some room for paths, for what is asked and for what endpoints put
around messages; a test counts."""
_MOST_FOR_EXAMPLES = 0.5

_TEMPERATURE = 0.1
_VARIED_TEMPERATURE = 0.9
_LINE_TOKENS = 96
_MARKER = "<|cursor|>"
_FIM_STOPS = ("<|endoftext|>", "<|im_end|>", "<|file_sep|>", "<|fim_suffix|>")

_FIM_MARK = re.compile(r"<\|(?:fim_\w+|file_sep|repo_name|endoftext|im_start|im_end)\|>")
_CLOSERS = frozenset(")]}>\"'`;:, \t")

_HOLE_RULES = """\
You complete code in an editor. The user shows a file with {marker} at the cursor and says what is missing \
there. Reply with that text alone; it is inserted as it is: bare code, no Markdown fence, no explanation.
- It begins exactly at the cursor: the first line without indentation, the lines after it with the file's \
own in full.
- It ends where the file goes on, repeats nothing of that, and closes what it opens, unless the file does.
- It follows the names and the style of the file. `... lines left out ...` stands for more lines."""

_PARTIAL_RULES = """\
You write code in an editor. The user shows what follows the cursor in a file; you are writing what comes \
before it. Go on exactly where your text stops, in the style and with the indentation of the file: bare \
code, no Markdown fence, no explanation. Write the rest of the line or of the block, and stop where the text \
that follows begins. If that is the body of your line, or closes its bracket, write no more than the line."""


@dataclass(frozen=True, slots=True)
class _Wording:
    """Messages, stop strings, and what is shown of the file in the order of the text."""

    messages: tuple[Message, ...]
    stop: tuple[str, ...]
    order: tuple[Literal["prefix", "suffix", "later"], ...] = ("prefix", "suffix")


def build_prompt(
    window: Window,
    way: FillWay,
    extent: Extent,
    max_tokens: int,
    *,
    is_automatic: bool,
    asked: str = REST_OF_LINE,
    n_variant: int = 0,
    background: Background = NO_BACKGROUND,
    shows_examples: bool = True,
) -> Prompt:
    """The prompt that asks for the text at the cursor; the reply starts there in every way.

    `asked` says in words what is missing there, where a way has room for words. A variant is worded the
    same and sampled more freely.
    """
    if way == "hole":
        wording = _hole(window, asked, background, EXAMPLES if shows_examples else ())
    else:
        wording = _fim(window, background) if way == "fim" else _partial(window, background)
    return Prompt(
        messages=wording.messages,
        purpose="inline completion",
        max_tokens=min(max_tokens, _LINE_TOKENS) if extent == "line" else max_tokens,
        temperature=_VARIED_TEMPERATURE if n_variant else _TEMPERATURE,
        n_variant=n_variant,
        stop=wording.stop,
        continues_assistant=way == "partial",
        is_automatic=is_automatic,
        language_id=window.language_id,
        shares=_shares(wording, window, background),
        file_text=window.whole,
        excerpts=_RepositoryFiles(background) if way == "fim" else background,
    )


def _shares(wording: _Wording, window: Window, background: Background) -> Shares:
    of_file = {"prefix": len(window.before), "suffix": len(window.after), "later": len(window.later)}
    shown = (*background.shares(), *((part, of_file[part]) for part in wording.order if of_file[part]))
    rest = sum(len(message.content) for message in wording.messages) - sum(n for _, n in shown)
    return (("rules", rest), *shown)


def n_reserved(way: FillWay, n_characters: int) -> int:
    """How much of a prompt of so many characters its own words take."""
    return _RESERVED_CHARACTERS[way] if has_examples(way, n_characters) else _RESERVED_WITHOUT_EXAMPLES


def has_examples(way: FillWay, n_characters: int) -> bool:
    """False where they would leave less than they take."""
    return way != "hole" or _RESERVED_CHARACTERS[way] <= n_characters * _MOST_FOR_EXAMPLES


def is_safe_for_fim(window: Window) -> bool:
    """Whether the file itself holds none of the marks that this way is made of."""
    return not any(map(_FIM_MARK.search, (window.before, window.after)))


def _hole(window: Window, asked: str, background: Background, examples: Sequence[Example]) -> _Wording:
    code = window.before + window.after
    marker, tag = _unused_marker(background.text + code), unused_tag("file", code)
    messages = [Message("system", _HOLE_RULES.format(marker=marker))]
    for example in examples:
        shown = Window(example.prefix, example.suffix, example.path, example.language_id)
        question = _question(shown, example.asked, marker, tag)
        messages.append(Message("user", example.background.text + question))
        messages.append(Message("assistant", example.answer))
    messages.append(Message("user", background.text + _question(window, asked, marker, tag)))
    return _Wording(tuple(messages), (marker, f"</{tag}>"))


def _question(window: Window, asked: str, marker: str, tag: str) -> str:
    code = f"{window.before}{marker}{window.after}".rstrip("\n")
    heading = f'<{tag} path="{window.path}" language="{window.language_id}">'
    return f"{heading}\n{code}\n</{tag}>\nAt {marker} write {asked}."


def _fim(window: Window, background: Background) -> _Wording:
    """The form for a repository: the file to fill in is its last one, after its path."""
    request = (
        f"<|repo_name|>project\n{_RepositoryFiles(background).text}<|file_sep|>{window.path}\n"
        f"<|fim_prefix|>{window.before}<|fim_suffix|>{window.after}<|fim_middle|>"
    )
    messages = (Message("system", "You are a code completion assistant."), Message("user", request))
    return _Wording(messages, _FIM_STOPS)


@dataclass(frozen=True, slots=True)
class _RepositoryFiles:
    """The other files in the form for a repository."""

    background: Background

    @property
    def text(self) -> str:
        others = [(snippet.path, snippet.text) for snippet in self.background.snippets]
        if self.background.instructions:
            others.insert(0, ("AGENTS.md", self.background.instructions))
        return "".join(_repository_file(path, text) for path, text in others)

    @property
    def names(self) -> Mapping[str, str]:
        return self.background.names

    def shares(self) -> Shares:
        return self.background.shares()

    def text_of(self, key: str) -> str:
        return self.background.text_of(key)

    def without(self, keys: Collection[str]) -> "_RepositoryFiles":
        return _RepositoryFiles(self.background.without(keys))


def _repository_file(path: str, text: str) -> str:
    """As Qwen's coders have learnt it; a file's text must not end the form."""
    return f"<|file_sep|>{path}\n{without_marks(text)}\n"


def _partial(window: Window, background: Background) -> _Wording:
    """Nothing that changes with each key comes before the prefix; how much is wanted is left to the rules."""
    request = f"{background.text}The file is {window.path} ({window.language_id}).\n"
    if window.later:
        later = without_marks(window.later)
        tag = unused_tag("after", later)
        request += f"After the cursor's line comes:\n<{tag}>\n{later}\n</{tag}>\n"
    # Brackets that the editor closes come and go with the keys, and the model writes them by itself.
    shows_rest = not set(window.suffix) <= _CLOSERS
    if shows_rest:
        request += f"On the cursor's line follows:\n<rest>\n{window.suffix}\n</rest>\n"
    messages = (
        Message("system", _PARTIAL_RULES),
        Message("user", request + "Write what comes before it."),
        Message("assistant", window.before),
    )
    return _Wording(messages, (), ("later", "suffix", "prefix") if shows_rest else ("later", "prefix"))


def _unused_marker(code: str) -> str:
    """A mark that the code does not hold itself."""
    marker, n = _MARKER, 1
    while marker in code:
        n += 1
        marker = f"<|cursor{n}|>"
    return marker
