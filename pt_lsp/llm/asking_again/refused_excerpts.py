"""Which excerpts of other files content filters have refused, as long as the process runs.

An excerpt is known by its file: another part of it is as likely to be refused, and what is shown of it
changes with the place. Once the file was changed, an excerpt that reads otherwise has another chance.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cachetools import LRUCache

from pt_lsp.llm.prompt import Prompt

_MOST = 256


@dataclass(frozen=True, slots=True)
class _Refused:
    is_found: bool
    digest: int
    """Of the excerpt's text."""
    has_changed: bool = False
    """Its file has, since."""


class RefusedExcerpts:
    """One per gateway, by the keys of excerpts.

    Some are *found*: halving has told that they are what was refused. Others are *suspected*: they were in a
    refused prompt of a completion; completions leave all of them out from then on.
    """

    def __init__(self) -> None:
        self._known: LRUCache[str, _Refused] = LRUCache(_MOST)

    def among(self, prompt: Prompt, *, with_suspected: bool) -> tuple[str, ...]:
        """The keys of those in the prompt that are to be left out from the start."""
        return tuple(
            key
            for key in prompt.excerpt_names
            if (known := self._known.get(key)) is not None
            and (known.is_found or with_suspected)
            and not (known.has_changed and known.digest != _digest(prompt, key))
        )

    def find(self, prompt: Prompt, keys: Iterable[str]) -> None:
        """These of the prompt are what was refused."""
        for key in keys:
            self._known[key] = _Refused(True, _digest(prompt, key))

    def suspect(self, prompt: Prompt, keys: Iterable[str]) -> None:
        """One of these is, and it is not known which."""
        for key in keys:
            self._known.setdefault(key, _Refused(False, _digest(prompt, key)))

    def clear(self, keys: Iterable[str]) -> None:
        """These have passed."""
        for key in keys if self._known else ():
            self._known.pop(key, None)

    def note_change(self, key: str) -> None:
        """The file of that key was changed."""
        if known := self._known.get(key):
            self._known[key] = replace(known, has_changed=True)


def _digest(prompt: Prompt, key: str) -> int:
    return hash("" if prompt.excerpts is None else prompt.excerpts.text_of(key))
