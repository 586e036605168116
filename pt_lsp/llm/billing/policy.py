"""Decides for a stream of requests of one kind which have marks for the explicit prompt cache, and where.

It foresees nothing: it goes by what was sent. Two things have to hold. Marks in every request would lately
have spared six times what they cost more in this one. And the books allow it: what was paid, with all that
going back to requests without marks would cost, stays within `BOUND` of the price without any, at any moment
(docs/decisions/0018-marks-that-have-earned-their-price.md). Amounts are characters at full price, counted in
whole pieces. Refuses to know texts, endpoints and clocks.
"""

from collections import deque
from dataclasses import dataclass

from pt_lsp.llm.billing.beginnings import CutPrompt, Piece, Place
from pt_lsp.llm.billing.cache_contents import Common, ExplicitContents, ImplicitContents
from pt_lsp.llm.billing.price_model import (
    CREATION_SHARE,
    EXPLICIT_SHARE,
    LEAST_EXPLICIT_TOKENS,
    MOST_MARKS,
    explicit_price,
    implicit_price,
)

BOUND = 0.03
"""By so much of the price without marks the price with them may be higher."""
WORTH = 6.0
"""So many times what they cost more must have been missed before requests have marks."""
LEAST_MARKED_CHARACTERS = 5 * LEAST_EXPLICIT_TOKENS
"""No code has more characters a token; a mark on too little gives the implicit cache up for nothing."""
MOST_UNCONFIRMED = 20
"""Answers to marked requests in a row that were cut off before the endpoint could say what it had found."""

_FADING = 0.5 ** (1 / 100)
"""A request counts half after 100 more."""
_N_TAILS = 20
_N_BRANCHES = 4
_SAME_PLACE = 0.5
_NEW_PLACE = 0.9
"""With less than this share of it in common with others a prompt is about another place."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done about one request, and what it is thought to cost."""

    marked: tuple[Piece, ...]
    """Behind which marks stand, in the order of the text; none: the implicit cache is left to itself."""
    n_found: int
    """Characters that the explicit cache is thought to hold."""
    price: float
    price_without: float
    """What it would cost if no request had marks."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Where marks stand."""
        return tuple(piece.place for piece in self.marked if piece.place)


class MarkPolicy:
    """Plans one request after the other."""

    def __init__(self) -> None:
        self._worth = WORTH
        self.paid = 0.0
        self.paid_without = 0.0
        """What was to be paid had no request had marks."""
        self._lately_without = 0.0
        self._lately_always = 0.0
        """What the last requests would have cost with marks in every one."""
        self._implicit = ImplicitContents()
        self._explicit = ExplicitContents()
        self._explicit_if_always = ExplicitContents()
        self._tails: deque[int] = deque(maxlen=_N_TAILS)
        """How much at the end of the last prompts was new."""
        self._branches: deque[int] = deque(maxlen=_N_BRANCHES)
        """Up to where prompts about new places began as others had."""
        self._n_unconfirmed = 0

    def plan(self, prompt: CutPrompt, now_s: float) -> Plan:
        """What to do about a prompt; it is taken as sent and paid for."""
        common = self._implicit.common(prompt.pieces)
        ends = self._ends(prompt, common.n_known)
        always = _plan(prompt, ends, common, self._explicit_if_always, now_s)
        self._explicit_if_always.keep(always.marked, now_s)
        self._lately_without = self._lately_without * _FADING + always.price_without
        self._lately_always = self._lately_always * _FADING + always.price
        plan = _plan(prompt, ends, common, self._explicit, now_s)
        if not plan.marked or not self._is_worth(plan) or not self._is_allowed(plan, prompt, common):
            plan = Plan((), 0, implicit_price(prompt.size, common.n_implicit), plan.price_without)
        self.paid += plan.price
        self.paid_without += plan.price_without
        self._implicit.add(prompt.pieces, common.n_implicit if plan.marked else prompt.size)
        self._note_place(prompt.size, common.n_known)
        return plan

    def was_answered(self, plan: Plan, now_s: float, *, is_found: bool | None) -> None:
        """What its marks name is there from now on; `is_found` tells whether any of it was found.

        None: it could not say. One that never does is not trusted for long.
        """
        self._n_unconfirmed = self._n_unconfirmed + 1 if is_found is None else 0
        if is_found is False and plan.n_found:
            self._explicit.forget()
            self.paid += (CREATION_SHARE - EXPLICIT_SHARE) * plan.n_found
            self._worth *= 2
        self._explicit.keep(plan.marked, now_s)

    def was_unmarked(self, plan: Plan) -> None:
        """It failed, or went out in another way than planned: it counts as if marks had never been."""
        self.paid += plan.price_without - plan.price

    def _is_worth(self, plan: Plan) -> bool:
        missed = self._lately_without - self._lately_always
        costs = plan.price - plan.price_without
        return self._n_unconfirmed < MOST_UNCONFIRMED and missed > 0 and missed >= self._worth * costs

    def _is_allowed(self, plan: Plan, prompt: CutPrompt, common: Common) -> bool:
        debt = self._implicit.debt_with(prompt.pieces, common)
        return self.paid + plan.price + debt <= (1 + BOUND) * (self.paid_without + plan.price_without)

    def _ends(self, prompt: CutPrompt, n_known: int) -> list[Piece]:
        """Where marks belong: before what is new each time, and where other places have branched off."""
        stable = n_known
        if self._tails:
            stable = max(stable, prompt.size - sorted(self._tails)[len(self._tails) * 3 // 4])
        fit = [p for p in prompt.pieces if p.place and LEAST_MARKED_CHARACTERS <= p.end <= stable]
        ends = fit[-1:]
        for branch in reversed(self._branches):
            below = next((piece for piece in reversed(fit) if piece.end <= branch), None)
            if below is not None and below not in ends and len(ends) < MOST_MARKS - 1:
                ends.append(below)
        return ends

    def _note_place(self, size: int, n_known: int) -> None:
        if n_known > _SAME_PLACE * size:
            self._tails.append(size - n_known)
        if n_known < _NEW_PLACE * size:
            self._branches.append(n_known)


def _plan(
    prompt: CutPrompt, ends: list[Piece], common: Common, explicit: ExplicitContents, now_s: float
) -> Plan:
    """The request with marks at the ends, and where something kept is found; none if there are neither."""
    without = implicit_price(prompt.size, common.n_known)
    found = explicit.longest(prompt.pieces, now_s)
    marked = sorted({*ends, *([] if found is None else [found])}, key=lambda piece: piece.end)
    if not marked:
        return Plan((), 0, without, without)
    n_found = 0 if found is None else found.end
    price = explicit_price(prompt.size, n_found, marked[-1].end)
    return Plan(tuple(marked), n_found, price, without)
