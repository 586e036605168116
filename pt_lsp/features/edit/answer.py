"""One answer of the model, as drafts; an answer that is cut at its length limit is asked to go on."""

from collections.abc import AsyncGenerator

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.drafting import Drafting
from pt_lsp.features.edit.followups import go_on_prompt
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.llm.gateway import Gateway, Prompt
from pt_lsp.replies.continuation import Continuation
from pt_lsp.replies.reasoning import ReasoningFilter
from pt_lsp.replies.repetition import goes_in_circles
from pt_lsp.settings.options import Settings

MAX_CONTINUATIONS = 3


class Answer:
    """The answer to one prompt."""

    def __init__(self, gateway: Gateway, settings: Settings, place: RegionFormat, prompt: Prompt) -> None:
        self._gateway = gateway
        self._settings = settings
        self._place = place
        self._prompt = prompt
        self._drafting = Drafting(place)
        self.left_out: tuple[str, ...] = ()
        """Excerpts that the endpoint's content filter was found to refuse."""

    @property
    def text(self) -> str:
        """The answer as it came, its parts joined."""
        return self._drafting.reader.text

    async def drafts(self) -> AsyncGenerator[Draft]:
        """Drafts of the new text; the last one is whole. Raises UnusableReply or a ModelError."""
        prompt, so_far, is_cut = self._prompt, "", True
        n_asked = 0
        while is_cut:
            reasoning = ReasoningFilter(self._place.near)
            part = Continuation(so_far, self._drafting.reader.known, self._place.language_id)
            async with self._gateway.open(prompt, self._settings) as stream:
                self.left_out += stream.left_out
                async for delta in stream:
                    for draft in self._drafting.push(part.push(reasoning.push(delta))):
                        yield draft
                is_cut = stream.finish_reason == "length"
            for draft in self._drafting.push(part.push(reasoning.finish()) + part.finish()):
                yield draft
            if is_cut:
                n_asked += 1
                so_far = self._cut_back(len(so_far), n_asked)
                prompt = go_on_prompt(self._prompt, so_far)
        yield self._drafting.finish()

    def _cut_back(self, n_before: int, n_asked: int) -> str:
        """The whole lines so far, of which there must be more than at the last cut."""
        so_far = self._drafting.reader.cut_back()
        if len(so_far) <= n_before or n_asked > MAX_CONTINUATIONS:
            raise UnusableReply("The reply was cut at its length limit; select less code or ask for less.")
        if goes_in_circles(so_far.split("\n")[:-1]):
            raise UnusableReply("The model wrote the same lines over and over; ask again or in other words.")
        return so_far
