"""From a place in a document to what is asked there: window, extent, prompt; what need not be asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from cachetools import LRUCache

from pt_lsp.context.background import Background
from pt_lsp.context.budget import whole_background
from pt_lsp.context.windows.completion_window import Window, completion_window
from pt_lsp.context.windows.excerpt import excerpt_after, excerpt_before
from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.errors import ContentFiltered
from pt_lsp.features.inline_completion.postprocess.item_extent import Extent, wanted_at
from pt_lsp.features.inline_completion.prompt import (
    build_prompt,
    has_examples,
    is_safe_for_fim,
    n_reserved,
)
from pt_lsp.features.inline_completion.wording import words_for
from pt_lsp.llm.gateway import Prompt
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.settings.options import FillWay

_PLACE_BEFORE, _PLACE_AFTER = 12_000, 1_000
"""So much do the filters look at."""
_DOCUMENTS = 32


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at a place, and what the answer is held against."""

    prompt: Prompt
    window: Window
    place: InsertionPoint
    extent: Extent


def question_at(
    snapshot: Snapshot,
    offset: int,
    way: FillWay,
    background: Background,
    *,
    is_automatic: bool,
    n_variant: int = 0,
    anchors: ExcerptAnchors | None = None,
) -> Question:
    """The question for the text at `offset`; a variant, by its number, is sampled more freely."""
    completion = snapshot.settings.completion
    place = place_at(snapshot, offset)
    wanted = wanted_at(place, completion.multiline)
    n_all = background.budget_characters(snapshot.settings.context.budget_tokens)
    shown = background.within(whole_background(n_all - n_reserved(way, n_all)))
    window = window_for(snapshot, offset, way, shown, anchors)
    # A turn without text cannot be gone on with.
    has_way = is_safe_for_fim(window) if way == "fim" else way == "hole" or bool(window.prefix.strip())
    if not has_way:
        return question_at(
            snapshot,
            offset,
            "hole",
            background,
            is_automatic=is_automatic,
            n_variant=n_variant,
            anchors=anchors,
        )
    prompt = build_prompt(
        window,
        way,
        wanted.extent,
        completion.max_tokens,
        is_automatic=is_automatic,
        asked=words_for(wanted),
        n_variant=n_variant,
        background=shown,
        shows_examples=has_examples(way, n_all),
    )
    return Question(prompt, window, place, wanted.extent)


def place_at(snapshot: Snapshot, offset: int) -> InsertionPoint:
    """The place as the filters see it: the text as it is, whatever the prompt has room for."""
    text = snapshot.text
    before = excerpt_before(text, offset, _PLACE_BEFORE)
    after = excerpt_after(text, offset, _PLACE_AFTER)
    return InsertionPoint(plain(text.slice(before)), plain(text.slice(after)), snapshot.language_id)


def window_for(
    snapshot: Snapshot, offset: int, way: FillWay, background: Background, anchors: ExcerptAnchors | None
) -> Window:
    """What the budget leaves room for beside the way's own words and the background."""
    n_all = background.budget_characters(snapshot.settings.context.budget_tokens)
    n_before = n_reserved(way, n_all) + len(background.text)
    return completion_window(
        snapshot,
        offset,
        n_all - n_before,
        is_suffix_first=way == "partial",
        n_before=n_before,
        anchors=anchors,
        path=background.path,
    )


@dataclass(frozen=True, slots=True)
class _Refused:
    """The lines by hash, but for the cursor's, which grows with the next key: its two parts stand for it."""

    lines: frozenset[int]
    head: str
    tail: str
    error: ContentFiltered

    def is_within(self, lines: frozenset[str]) -> bool:
        n_known = len(self.head) + len(self.tail)
        return self.lines <= _hashes(lines) and any(
            len(line) >= n_known and line.startswith(self.head) and line.endswith(self.tail)
            for line in (lines if n_known else [""])
        )


class RefusedWindows:
    """Windows that a content filter has refused whatever else was shown, the last one of each document.

    A filter that refused a text refuses it with more around it: a window that still holds all of a refused
    one is not asked about. As soon as something of it is gone, the text has another chance.
    """

    def __init__(self) -> None:
        self._refused: LRUCache[str, _Refused] = LRUCache(_DOCUMENTS)

    def note(self, uri: str, window: Window, error: ContentFiltered) -> None:
        """It was refused."""
        before, _, head = window.prefix.rpartition("\n")
        tail, _, after = window.suffix.partition("\n")
        others = _hashes(_lines(window.above, before, after, window.later))
        self._refused[uri] = _Refused(others, head, tail, error)

    def check(self, uri: str, window: Window) -> None:
        """Raises ContentFiltered, as it was refused with, for one that holds all that was refused."""
        known: _Refused | None = self._refused.get(uri)
        if known is not None and known.is_within(
            _lines(window.above, window.prefix + window.suffix, window.later)
        ):
            raise known.error.with_traceback(None)

    def forget(self, uri: str) -> None:
        """Drop what is kept of a document."""
        self._refused.pop(uri, None)


def _lines(*texts: str) -> frozenset[str]:
    return frozenset(line for text in texts for line in text.split("\n") if line.strip())


def _hashes(lines: Iterable[str]) -> frozenset[int]:
    return frozenset(map(hash, lines))
