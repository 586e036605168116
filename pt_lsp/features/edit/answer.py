"""One answer of the model, as drafts; an answer that is cut at its length limit is asked to go on.

What is still not whole then, or ended in a way that nobody documents, comes with a warning.
"""

from collections.abc import AsyncGenerator
from dataclasses import replace

from pt_lsp.errors import PromptTooLong
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.drafting import Drafting
from pt_lsp.features.edit.followups import go_on_prompt
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.llm.gateway import Ending, Gateway, Prompt, Reply, ending_of
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
    ) -> None:
        """`secrets` gets those of what is asked, by placeholder."""
        self._secrets = secrets
        self._gateway = gateway
        self._settings = settings
        self._place = place
        self.prompt = prompt
        self._drafting = Drafting(place)
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
        prompt, so_far, n_asked = self.prompt, "", 0
        ending: Ending = "whole"
        while True:
            reasoning = ReasoningFilter(self._place.near)
            part = Continuation(so_far, self._drafting.reader.known, self._place.language_id)
            try:
                async with self._gateway.open(prompt, self._settings) as stream:
                    self.left_out += stream.left_out
                    self._secrets |= stream.placeholders.secrets
                    async for delta in stream:
                        for draft in self._drafting.push(part.push(reasoning.push(delta))):
                            yield draft
            except PromptTooLong:
                if not n_asked:
                    raise
                break  # no room to go on: what came is cut
            ending = self._ending(stream)
            if reasoning.is_open and not so_far:
                raise Overlong(ONLY_THOUGHT)
            for draft in self._drafting.push(part.push(reasoning.finish()) + part.finish()):
                yield draft
            if ending != "cut":
                break
            n_before, so_far = len(so_far), self._cut_back()
            if len(so_far) <= n_before or n_asked == MAX_CONTINUATIONS:
                break
            n_asked += 1
            prompt = go_on_prompt(self.prompt, so_far)
        yield self._last(ending)

    def _ending(self, stream: Reply) -> Ending:
        """How the answer has ended. Raises Overlong where nothing but its size has ended it."""
        if stream.is_endless:
            raise Overlong(_ENDLESS)
        return ending_of(stream.finish_reason)

    def _cut_back(self) -> str:
        """The whole lines so far. Raises Overlong when there is none, or no end to them."""
        so_far = self._drafting.reader.cut_back()
        if not so_far:
            raise Overlong("The reply was cut at its length limit; select less code or ask for less.")
        if goes_in_circles(so_far.split("\n")[:-1]):
            raise Overlong("The model wrote the same lines over and over; ask again or in other words.")
        return so_far

    def _last(self, ending: Ending) -> Draft:
        if ending == "whole":
            return self._drafting.finish()
        warning = _CUT if ending == "cut" else _UNKNOWN
        return replace(self._drafting.finish(is_whole=False), warning=warning)
