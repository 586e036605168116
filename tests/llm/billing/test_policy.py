"""The policy against a counting of its own: every prompt in its pieces, nothing forgotten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_lsp.llm.billing.beginnings import CutPrompt, cut
from pt_lsp.llm.billing.cache_contents import KEPT_S
from pt_lsp.llm.billing.policy import BOUND, LEAST_MARKED_CHARACTERS, MOST_UNCONFIRMED, MarkPolicy, Plan
from pt_lsp.llm.billing.price_model import MOST_MARKS
from pt_lsp.llm.prompt import Message

RULES = Message("system", "Write code.\n\n" * 70)
ROUNDING = 1e-6


@dataclass
class Counting:
    """What a sequence of requests costs with the marks that they had, and without any."""

    paid: float = 0.0
    without: float = 0.0
    n_marked: int = 0
    _all: set[int] = field(default_factory=set)
    _unmarked: set[int] = field(default_factory=set)
    _kept_until_s: dict[int, float] = field(default_factory=dict)

    def add(self, prompt: CutPrompt, plan: Plan, now_s: float) -> None:
        self.without += prompt.size - 0.8 * _known(prompt, self._all)
        if plan.marked:
            kept = {each for each, until_s in self._kept_until_s.items() if until_s > now_s}
            found = max((p.end for p in prompt.pieces if p.beginning in kept), default=0)
            last = max(found, plan.marked[-1].end)
            self.paid += 0.1 * found + 1.25 * (last - found) + prompt.size - last
            for piece in plan.marked:
                self._kept_until_s[piece.beginning] = now_s + KEPT_S
            self.n_marked += 1
        else:
            self.paid += prompt.size - 0.8 * _known(prompt, self._unmarked)
            self._unmarked |= {piece.beginning for piece in prompt.pieces}
        self._all |= {piece.beginning for piece in prompt.pieces}


def _known(prompt: CutPrompt, beginnings: set[int]) -> int:
    return max((piece.end for piece in prompt.pieces if piece.beginning in beginnings), default=0)


def paragraph(random: Random) -> str:
    lines = [f"    value_{random.randrange(10**6)} = {n}\n" for n in range(random.randint(2, 8))]
    return "".join(lines) + "\n"


def file_of(random: Random, n_paragraphs: int) -> str:
    return "".join(paragraph(random) for _ in range(n_paragraphs))


def asked(file: str, typed: str) -> CutPrompt:
    return cut([RULES, Message("user", f"{file}{typed}<cursor>\n    return value\n")])


def played(steps: Iterable[tuple[CutPrompt, float]], counting: Counting | None = None) -> Counting:
    """The requests as the policy plans them, with its promise held against each one."""
    policy, counting = MarkPolicy(), counting or Counting()
    for prompt, now_s in steps:
        plan = policy.plan(prompt, now_s)
        counting.add(prompt, plan, now_s)
        assert counting.paid <= (1 + BOUND) * counting.without + ROUNDING
        if plan.marked:
            policy.was_answered(plan, now_s, is_found=plan.n_found > 0)
    assert policy.paid == pytest.approx(counting.paid)
    assert policy.paid_without == pytest.approx(counting.without)
    return counting


def typing(
    random: Random, n: int, *, moves: float, gap_s: float, n_files: int = 3
) -> Iterator[tuple[CutPrompt, float]]:
    """Somebody who types in some files, and moves to another place or file now and then."""
    files = [file_of(random, random.randint(60, 150)) for _ in range(n_files)]
    file, typed, now_s = files[0], "", 0.0
    for _ in range(n):
        now_s += random.expovariate(1 / gap_s)
        if random.random() < moves:
            file = random.choice(files)[: random.randrange(2_000, 25_000)]
            typed = ""
        typed += f"    more = {random.randrange(1_000)}\n"
        if random.random() < 0.1:
            file, typed = file + typed + "\n", ""
        yield asked(file, typed), now_s


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    moves=st.sampled_from([0.0, 0.02, 0.1, 0.5, 1.0]),
    gap_s=st.sampled_from([1.0, 30.0, 200.0, 400.0]),
)
def test_with_marks_no_sequence_of_requests_ever_costs_much_more_than_without(
    seed: int, moves: float, gap_s: float
) -> None:
    played(typing(Random(seed), 150, moves=moves, gap_s=gap_s))


@pytest.mark.repeats
@pytest.mark.parametrize("patience", [1, 2, 5])
def test_whoever_leaves_a_place_once_it_is_marked_costs_no_more_than_the_bound(patience: int) -> None:
    random, counting = Random(patience), Counting()

    def steps() -> Iterator[tuple[CutPrompt, float]]:
        file, n_left = file_of(random, 120), 0
        for now_s in range(800):
            if counting.n_marked >= n_left + patience:
                file, n_left = file_of(random, 120), counting.n_marked
            yield asked(file, f"    more = {now_s}\n"), float(now_s)

    assert played(steps(), counting).n_marked > patience


def test_long_typing_in_one_place_is_marked_and_gets_cheaper() -> None:
    counting = played(typing(Random(1), 400, moves=0.01, gap_s=2.0, n_files=1))
    assert counting.n_marked > 100
    assert counting.paid < 0.95 * counting.without


@pytest.mark.parametrize("n_tries", [1, 2, 3, 5])
def test_what_is_asked_a_few_times_is_never_marked(n_tries: int) -> None:
    random = Random(n_tries)
    files = [file_of(random, 40) for _ in range(60)]
    steps = [(asked(file, f"Try {n}."), 60.0 * n) for file in files for n in range(n_tries)]
    assert played(steps).n_marked == 0


def test_pauses_beyond_the_cache_s_lifetime_are_never_marked() -> None:
    assert played(typing(Random(1), 300, moves=0.0, gap_s=100_000.0)).n_marked == 0


def plans(n: int, *, is_found: bool | None) -> list[Plan]:
    """What typing in one place leads to if the endpoint says that of each answer."""
    policy, made = MarkPolicy(), []
    for prompt, now_s in typing(Random(1), n, moves=0.0, gap_s=2.0, n_files=1):
        made.append(plan := policy.plan(prompt, now_s))
        if plan.marked:
            policy.was_answered(plan, now_s, is_found=is_found)
    return made


def test_marks_stand_behind_enough_text_in_order_and_are_few() -> None:
    marked = [plan for plan in plans(300, is_found=True) if plan.marked]
    assert marked
    for plan in marked:
        ends = [piece.end for piece in plan.marked]
        assert ends == sorted(set(ends))
        assert len(ends) == len(plan.places) <= MOST_MARKS
        assert ends[0] >= LEAST_MARKED_CHARACTERS


def test_an_endpoint_that_never_says_what_it_found_is_not_trusted_for_long() -> None:
    assert sum(bool(plan.marked) for plan in plans(600, is_found=None)) == MOST_UNCONFIRMED


def test_an_endpoint_that_never_finds_what_was_kept_is_asked_to_keep_less_and_less() -> None:
    assert 0 < sum(bool(plan.marked) for plan in plans(600, is_found=False)) < 20


def test_what_a_request_that_failed_was_to_keep_is_not_thought_to_be_there() -> None:
    policy, made = MarkPolicy(), []
    for prompt, now_s in typing(Random(1), 300, moves=0.0, gap_s=2.0, n_files=1):
        made.append(plan := policy.plan(prompt, now_s))
        if plan.marked:
            policy.was_unmarked(plan)
    assert any(plan.marked for plan in made)
    assert {plan.n_found for plan in made} == {0}
    assert policy.paid <= (1 + BOUND) * policy.paid_without
