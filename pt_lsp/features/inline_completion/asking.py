"""From a place in a document to a running stream: window, extent, prompt.

Refuses to know requests and reuse.
"""

from pt_lsp.context.background import Background
from pt_lsp.context.window import completion_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.foresight import Spot
from pt_lsp.features.inline_completion.postprocess.extent import extent_at
from pt_lsp.features.inline_completion.postprocess.place import Place
from pt_lsp.features.inline_completion.prompt import RESERVED_TOKENS, FillWay, build_prompt
from pt_lsp.features.inline_completion.stream import Stream
from pt_lsp.llm.gateway import Gateway

_SMALLEST_WINDOW_TOKENS = 100


def ask(
    gateway: Gateway,
    snapshot: Snapshot,
    offset: int,
    way: FillWay,
    *,
    is_automatic: bool,
    is_varied: bool = False,
    grace_s: float,
    background: Background,
) -> Stream:
    """A stream of what the model foresees at `offset`; a varied one is sampled more freely."""
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
    return Stream(
        gateway,
        prompt,
        settings,
        origin=Spot.at(snapshot, offset),
        offset=offset,
        place=place,
        extent=extent,
        grace_s=grace_s,
    )
