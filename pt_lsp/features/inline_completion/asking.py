"""From a place in a document to a running stream: window, extent, prompt.

Refuses to know requests and reuse.
"""

from dataclasses import dataclass

from pt_lsp.context.background import Background
from pt_lsp.context.window import completion_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.foresight import Spot
from pt_lsp.features.inline_completion.postprocess.extent import Extent, extent_at
from pt_lsp.features.inline_completion.postprocess.place import Place
from pt_lsp.features.inline_completion.prompt import RESERVED_TOKENS, FillWay, build_prompt
from pt_lsp.features.inline_completion.stream import Stream
from pt_lsp.llm.gateway import Gateway, Prompt

_SMALLEST_WINDOW_TOKENS = 100


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked at a place, and what the answer is held against."""

    prompt: Prompt
    place: Place
    extent: Extent


def question_at(
    snapshot: Snapshot,
    offset: int,
    way: FillWay,
    background: Background,
    *,
    is_automatic: bool,
    is_varied: bool = False,
) -> Question:
    """The question for the text at `offset`; a varied one is sampled more freely."""
    settings = snapshot.settings
    tokens = max(settings.context.budget_tokens - RESERVED_TOKENS[way], _SMALLEST_WINDOW_TOKENS)
    budget = background.budget_characters(tokens) - len(background.text())
    window = completion_window(snapshot, offset, budget, is_suffix_first=way == "partial")
    place = Place(window.prefix, window.suffix, window.language_id)
    extent = extent_at(place, settings.completion.multiline)
    prompt = build_prompt(
        window,
        way,
        extent,
        settings.completion.max_tokens,
        is_automatic=is_automatic,
        is_varied=is_varied,
        background=background,
    )
    return Question(prompt, place, extent)


def ask(gateway: Gateway, snapshot: Snapshot, offset: int, question: Question, *, grace_s: float) -> Stream:
    """A stream of what the model foresees at `offset`."""
    return Stream(
        gateway,
        question.prompt,
        snapshot.settings,
        origin=Spot.at(snapshot, offset),
        offset=offset,
        place=question.place,
        extent=question.extent,
        grace_s=grace_s,
    )
