"""An edit from request to text: yields drafts of the new text while the model writes it.

An answer that cannot be used is asked for once more (`asking`); so is one that breaks the document's syntax.
What is still broken then comes with a warning. So does what became of secrets in a way that nobody asked for.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from pt_lsp.context.background import NO_BACKGROUND, Background, GatherAround
from pt_lsp.errors import EditRefused, PtLspError
from pt_lsp.features.edit.answer import Answer
from pt_lsp.features.edit.answer_check import doubts_about
from pt_lsp.features.edit.asking import Asking
from pt_lsp.features.edit.checks.steady_view import steady_view
from pt_lsp.features.edit.checks.table import kept_to_checks
from pt_lsp.features.edit.closing import put_right
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.followups import mending_prompt
from pt_lsp.features.edit.prompt import build_prompt, reply_tokens
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.syntax_check import Verdict
from pt_lsp.llm.gateway import Gateway, Prompt, ToolOffer, leaving_room, left_out_note, once_shorter


async def rewrite(
    gateway: Gateway,
    request: EditRequest,
    gather: GatherAround | None = None,
    offer: ToolOffer | None = None,
) -> AsyncGenerator[Draft]:
    """Drafts of the region's new text; the last one is whole. `offer` is what may be looked up.

    While the syntax of an answer is mended its text stays, whole. A prompt that is too long for the model is
    made once more, shorter. Raises EditRefused, UnusableReply or a ModelError. Closing the generator closes
    the HTTP stream.
    """
    secrets: dict[str, str] = {}
    draft, view = Draft(""), await steady_view(request)
    async with aclosing(once_shorter(lambda: _rewrite(gateway, request, gather, offer, secrets))) as drafts:
        async for draft in drafts:
            if (shown := draft if view is None else view.shown(draft)) is not None:
                yield shown
    if view is not None and view.is_behind:
        yield draft
    if doubts := await asyncio.to_thread(doubts_about, request, draft.text, secrets):
        yield replace(draft, warning=_joined(doubts, draft.warning), needs_verdict=True)


async def _rewrite(
    gateway: Gateway,
    request: EditRequest,
    gather: GatherAround | None,
    offer: ToolOffer | None,
    secrets: dict[str, str],
) -> AsyncGenerator[Draft]:
    """`secrets` gets those of the prompts, by placeholder."""
    settings = gateway.limits.fitted(request.snapshot.settings, "edit", reply_tokens(request))
    request = replace(request, snapshot=replace(request.snapshot, settings=settings))
    background = NO_BACKGROUND if gather is None else await gather(request.snapshot, request.region)
    # What parses the document does it in a thread.
    offer = None if request.attempt else gateway.offered(offer, settings, "edit")
    place = await asyncio.to_thread(RegionFormat, request)
    prompt = await asyncio.to_thread(_prompt, request, background, offer)
    answer_to = partial(Answer, gateway, settings, place, secrets, offer=offer)
    asking = Asking(answer_to, place, prompt, partial(kept_to_checks, request))
    draft = Draft("")
    async with aclosing(asking.drafts()) as drafts:
        async for draft in drafts:
            yield draft
    note = left_out_note(asking.answer.left_out)
    if note:
        draft = replace(draft, warning=_joined(draft.warning, note))
        yield draft
    if draft.warning and draft.warning != note:
        return
    text, verdict = await asyncio.to_thread(put_right, request, place, draft.text)
    if text != draft.text:
        yield replace(draft, text=text)
    if verdict.n_added <= 0:
        return
    answer = asking.answer
    mended = answer_to(mending_prompt(answer.prompt, answer.text, verdict.told))
    draft, verdict = await _better(mended, request, place, draft, verdict)
    yield replace(draft, warning=_joined(verdict.warning, note))


def _prompt(request: EditRequest, background: Background, offer: ToolOffer | None) -> Prompt:
    """The prompt, with an offer if there is room for what comes of it."""
    if offer is not None:
        settings = leaving_room(request.snapshot.settings)
        smaller = replace(request, snapshot=replace(request.snapshot, settings=settings))
        with contextlib.suppress(EditRefused):
            return build_prompt(smaller, background).offering(offer.tools.definitions)
    return build_prompt(request, background)


async def _better(
    answer: Answer, request: EditRequest, place: RegionFormat, first: Draft, verdict: Verdict
) -> tuple[Draft, Verdict]:
    """The answer, or the first one with its verdict where that is no worse."""
    second = await _whole(answer, request)
    if second is not None and second.warning is None and second.text != place.written:
        text, second_verdict = await asyncio.to_thread(put_right, request, place, second.text)
        if second_verdict.n_added < verdict.n_added:
            return replace(second, text=text), second_verdict
    return first, verdict


async def _whole(answer: Answer, request: EditRequest) -> Draft | None:
    """The last draft of the answer; None when it came to nothing, for there is a first one."""
    try:
        async with aclosing(answer.drafts()) as drafts:
            whole = [draft async for draft in drafts][-1]
        return await asyncio.to_thread(kept_to_checks, request, whole)
    except PtLspError:
        return None


def _joined(*warnings: str | None) -> str | None:
    return " ".join(filter(None, warnings)) or None
