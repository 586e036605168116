"""Which requests carry marks for the prompt cache, for each endpoint, model and kind of request by itself.

What is asked for different purposes begins differently, and comes in a rhythm of its own. Bounded; refuses to
know how a request is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from pt_lsp.errors import PtLspError
from pt_lsp.llm.billing.beginnings import Place, cut
from pt_lsp.llm.billing.policy import MarkPolicy, Plan
from pt_lsp.llm.ledger import Usage
from pt_lsp.llm.prompt import Prompt, Purpose
from pt_lsp.llm.reply import Reply

Spot = tuple[str, str]
"""An endpoint's address and a model."""

_MOST_POLICIES = 16
_MOST_SPOTS = 50


@dataclass(frozen=True, slots=True)
class Planned:
    """One request, and whose plan it is."""

    spot: Spot
    policy: MarkPolicy
    plan: Plan

    @property
    def marks(self) -> tuple[Place, ...]:
        """Where marks stand; mostly nowhere."""
        return self.plan.places


class PromptCaching:
    """One per gateway."""

    def __init__(self, uptime: Callable[[], float]) -> None:
        self._uptime = uptime
        self._policies: LRUCache[tuple[Spot, Purpose], MarkPolicy] = LRUCache(_MOST_POLICIES)
        self._heedless: LRUCache[Spot, bool] = LRUCache(_MOST_SPOTS)

    def plan(self, prompt: Prompt, spot: Spot) -> Planned | None:
        """The prompt as it goes out; None where the model has shown that it heeds no marks."""
        if spot in self._heedless or prompt.purpose == "probe":
            return None
        policy = self._policies.setdefault((spot, prompt.purpose), MarkPolicy())
        pieces = cut(prompt.messages, continues_last=prompt.continues_assistant)
        return Planned(spot, policy, policy.plan(pieces, self._uptime()))

    def was_sent(
        self, planned: Planned, begun: Reply | None, failure: PtLspError | None, *, takes_marks: bool
    ) -> None:
        """It is over; called before the reply's usage is estimated.

        Only what was reported tells what became of marks.
        """
        if not takes_marks or (failure is not None and begun is None):
            self.was_unmarked(planned)
        elif begun is not None:
            self.was_answered(planned, begun.usage)

    def was_answered(self, planned: Planned, usage: Usage | None) -> None:
        """The request went out with its marks; `usage` is what the endpoint reported, if it came to that."""
        if not planned.marks:
            return
        if usage is None:
            planned.policy.was_answered(planned.plan, self._uptime(), is_found=None)
        elif usage.explicit_tokens or usage.created_tokens:
            planned.policy.was_answered(planned.plan, self._uptime(), is_found=usage.explicit_tokens > 0)
        else:
            self._heedless[planned.spot] = True

    def was_unmarked(self, planned: Planned) -> None:
        """It failed, or went out without its marks."""
        if planned.marks:
            planned.policy.was_unmarked(planned.plan)
