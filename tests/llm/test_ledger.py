import time

import pytest

from pt_lsp.errors import OverBudget
from pt_lsp.llm.ledger import Entry, Ledger, Usage
from pt_lsp.settings.options import BudgetSettings
from pt_lsp.store.counts import Cost, Counts

DAY_S = 24 * 3600
NOON_S = 1_795_521_600.0


class Clock:
    def __init__(self) -> None:
        self.now = NOON_S

    def __call__(self) -> float:
        return self.now


def test_usage_adds_up_per_purpose_and_is_estimated_as_soon_as_a_part_is() -> None:
    ledger = Ledger()
    ledger.record(Entry("edit", Usage(10, 5, 3)))
    ledger.record(Entry("explain", Usage(1, 1, is_estimated=True)))
    assert ledger.total("edit") == Usage(10, 5, 3)
    assert ledger.total() == Usage(11, 6, 3, is_estimated=True)
    assert ledger.total("probe") == Usage()


def test_each_record_is_booked_elsewhere_too() -> None:
    booked: list[tuple[str, Counts, str]] = []
    ledger = Ledger(on_record=lambda *booking: booked.append(booking))
    ledger.record(Entry("edit", Usage(1, 2), "rust", Cost("USD", 1, 7)))
    counts = Counts(asked=1, prompt_tokens=1, completion_tokens=2, costs=(Cost("USD", 1, 7),))
    assert booked == [("edit", counts, "rust")]


def test_costs_are_summed_up_for_each_currency_by_itself() -> None:
    ledger = Ledger()
    for cost in (Cost("USD", 1, 7), None, Cost("CNY", 1, 5), Cost("USD", 1, 3)):
        ledger.record(Entry("edit", Usage(1, 2), "rust", cost))
    assert ledger.costs == (Cost("USD", 2, 10), Cost("CNY", 1, 5))


def test_over_a_budget_automatic_work_stops_first_and_asked_work_a_quarter_later() -> None:
    ledger, budget = Ledger(), BudgetSettings(tokens_per_day=100)
    ledger.record(Entry("edit", Usage(60, 39)))
    ledger.check(budget, is_automatic=True)
    ledger.record(Entry("edit", Usage(1)))
    assert ledger.excess(budget)
    ledger.check(budget)
    with pytest.raises(OverBudget, match=r"^Your budget of 100 tokens a day is used up: .*tokensPerDay\.$"):
        ledger.check(budget, is_automatic=True)
    ledger.record(Entry("edit", Usage(25)))
    with pytest.raises(OverBudget):
        ledger.check(budget)


def test_the_minute_is_a_sliding_one() -> None:
    clock, budget = Clock(), BudgetSettings(tokens_per_minute=10)
    ledger = Ledger(uptime=clock)
    ledger.record(Entry("edit", Usage(20)))
    with pytest.raises(OverBudget, match=r"10 tokens a minute"):
        ledger.check(budget)
    clock.now += 59
    assert ledger.excess(budget)
    clock.now += 1
    assert not ledger.excess(budget)


def test_a_minute_s_budget_tells_when_enough_of_it_is_free_again() -> None:
    clock, budget = Clock(), BudgetSettings(tokens_per_minute=10)
    ledger = Ledger(uptime=clock)
    for tokens in (4, 5, 6):
        ledger.record(Entry("edit", Usage(tokens)))
        clock.now += 10
    excess = ledger.excess(budget)
    assert excess is not None
    assert excess.wait_s == 40  # 6 are left when both of the first two are a minute old
    clock.now += excess.wait_s
    assert not ledger.excess(budget)


@pytest.mark.parametrize("shift_s", [-30 * DAY_S, -3600, 3600, 30 * DAY_S])
def test_a_clock_that_is_set_neither_frees_the_minute_nor_locks_it(shift_s: int) -> None:
    clock, uptime, budget = Clock(), Clock(), BudgetSettings(tokens_per_minute=10)
    ledger = Ledger(clock=clock, uptime=uptime)
    ledger.record(Entry("edit", Usage(20)))
    clock.now += shift_s
    excess = ledger.excess(budget)
    assert excess is not None
    assert excess.wait_s == 60
    uptime.now += 60
    assert ledger.excess(budget) is None


def test_the_day_starts_anew_at_local_midnight_and_tells_when_that_is() -> None:
    clock, budget = Clock(), BudgetSettings(tokens_per_day=10)
    ledger = Ledger(clock=clock)
    ledger.record(Entry("edit", Usage(10)))
    excess = ledger.excess(budget)
    assert excess is not None
    assert 0 < excess.wait_s <= DAY_S
    assert time.localtime(clock.now + excess.wait_s)[3:6] == (0, 0, 0)
    clock.now += excess.wait_s
    assert ledger.spent_today() == 0
    ledger.record(Entry("edit", Usage(3)))
    assert ledger.spent_today() == 3


def test_what_others_have_spent_today_counts_for_the_day_and_not_for_the_minute() -> None:
    elsewhere = [9]
    ledger = Ledger(spent_elsewhere=lambda: elsewhere[0])
    budget = BudgetSettings(tokens_per_day=10, tokens_per_minute=5)
    assert not ledger.excess(budget)
    ledger.record(Entry("edit", Usage(1)))
    assert ledger.excess(budget)
    elsewhere[0] = 8
    assert not ledger.excess(budget)


def test_no_budget_is_never_over() -> None:
    ledger = Ledger()
    ledger.record(Entry("edit", Usage(10**12)))
    ledger.check(BudgetSettings(), is_automatic=True)
