"""One answer of the model, as drafts; an answer that is cut at its length limit is asked to go on.

Before it answers the model may look things up; what it says beside that is no part of the answer. What is
still not whole in the end, or ended in a way that nobody documents, comes with a warning.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from pt_lsp.errors import PromptTooLong
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.drafting import Drafting
from pt_lsp.features.edit.followups import go_on_prompt
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.llm.gateway import Ending, Gateway, Prompt, Reply, Rounds, ToolOffer, ending_of
from pt_lsp.replies.asides.reasoning import ONLY_THOUGHT, ReasoningFilter
from pt_lsp.replies.continuation import Continuation, Overlong
from pt_lsp.replies.repetition import goes_in_circles
from pt_lsp.settings.options import Settings

MAX_CONTINUATIONS = 3

_CUT = "The model's answer was cut at its length limit and its end may be missing; look before you accept it."
_ENDLESS = "The model's answer went on beyond the length that was asked for; ask again, or another model."
_UNKNOWN = "The model's answer ended in an unusual way and its end may be missing; look before you accept it."


class Answer:
    """The answer to one prompt."""

    def __init__(
        self,
        gateway: Gateway,
        settings: Settings,
        place: RegionFormat,
        secrets: dict[str, str],
        prompt: Prompt,
        *,
        offer: ToolOffer | None,
    ) -> None:
        """`secrets` gets those of what is asked, by placeholder; the prompt's tools are the offer's."""
        self._rounds = Rounds(prompt, offer, settings)
        self._secrets = secrets
        self._gateway = gateway
        self._settings = settings
        self._place = place
        self.prompt = prompt
        """Once it is answered with what was looked up: what is asked next goes on from that."""
        self._drafting = Drafting(place)
        self._reply: Reply | None = None
        self._ending: Ending = "whole"
        self.left_out: tuple[str, ...] = ()
        """Excerpts that the endpoint's content filter was found to refuse."""

    @property
    def text(self) -> str:
        """The answer as it came, its parts joined."""
        return self._drafting.reader.text

    @property
    def has_blocks(self) -> bool:
        """Whether it gives changes, not the region itself."""
        return self._drafting.reader.has_blocks

    async def drafts(self) -> AsyncGenerator[Draft]:
        """Drafts of the new text; the last one is whole, or has a warning.

        Raises UnusableReply or a ModelError.
        """
        async with aclosing(self._first_drafts()) as drafts:
            async for draft in drafts:
                yield draft
        so_far = ""
        for _ in range(MAX_CONTINUATIONS):
            if self._ending != "cut":
                break
            n_before, so_far = len(so_far), self._cut_back()
            if len(so_far) <= n_before:
                break
            try:
                async with aclosing(self._part(go_on_prompt(self.prompt, so_far), so_far)) as drafts:
                    async for draft in drafts:
                        yield draft
            except PromptTooLong:
                break  # no room to go on: what came is cut
        yield self._last()

    async def _first_drafts(self) -> AsyncGenerator[Draft]:
        """Those of the answer up to its end or limit, once all is looked up that the model asks for."""
        while True:
            async with aclosing(self._part(self._rounds.prompt)) as drafts:
                async for draft in drafts:
                    yield draft
            if self._reply is None or not await self._rounds.go_on(self._reply):
                break
            if self.text:
                yield self._taken_back()
        self.prompt = self._rounds.prompt

    async def _part(self, prompt: Prompt, so_far: str = "") -> AsyncGenerator[Draft]:
        """Those of one reply, which goes on from `so_far`."""
        reasoning = ReasoningFilter(self._place.near)
        part = Continuation(so_far, self._drafting.reader.known, self._place.language_id)
        async with self._gateway.open(prompt, self._settings) as reply:
            self._note(reply)
            async for delta in reply:
                for draft in self._drafting.push(part.push(reasoning.push(delta))):
                    yield draft
        if reply.calls:
            return
        self._ending = self._ending_of(reply)
        if reasoning.is_open and not so_far:
            raise Overlong(ONLY_THOUGHT)
        for draft in self._drafting.push(part.push(reasoning.finish()) + part.finish()):
            yield draft

    def _note(self, reply: Reply) -> None:
        self._reply = reply
        self.left_out += reply.left_out
        self._secrets |= reply.placeholders.secrets

    def _taken_back(self) -> Draft:
        """The text as it was: what came was said before something was looked up."""
        self._drafting = Drafting(self._place)
        return Draft(self._place.written)

    def _ending_of(self, reply: Reply) -> Ending:
        """How the reply has ended. Raises Overlong where nothing but its size has ended it."""
        if reply.is_endless:
            raise Overlong(_ENDLESS)
        return ending_of(reply.finish_reason)

    def _cut_back(self) -> str:
        """The whole lines so far. Raises Overlong when there is none, or no end to them."""
        so_far = self._drafting.reader.cut_back()
        if not so_far:
            raise Overlong("The reply was cut at its length limit; select less code or ask for less.")
        if goes_in_circles(so_far.split("\n")[:-1]):
            raise Overlong("The model wrote the same lines over and over; ask again or in other words.")
        return so_far

    def _last(self) -> Draft:
        if self._ending == "whole":
            return self._drafting.finish()
        warning = _CUT if self._ending == "cut" else _UNKNOWN
        return replace(self._drafting.finish(is_whole=False), warning=warning)
