import pytest

from pt_lsp.errors import OverBudget
from pt_lsp.llm.ledger import Ledger, Usage, estimate_tokens
from pt_lsp.settings.options import BudgetSettings

DAY_S = 24 * 3600
NOON_S = 1_795_521_600.0


class Clock:
    def __init__(self) -> None:
        self.now = NOON_S

    def __call__(self) -> float:
        return self.now


def test_usage_adds_up_per_purpose_and_is_estimated_as_soon_as_a_part_is() -> None:
    ledger = Ledger()
    ledger.record("edit", Usage(10, 5, 3))
    ledger.record("explain", Usage(1, 1, is_estimated=True))
    assert ledger.total("edit") == Usage(10, 5, 3)
    assert ledger.total() == Usage(11, 6, 3, is_estimated=True)
    assert ledger.total("probe") == Usage()


def test_the_listener_hears_of_each_record() -> None:
    heard: list[tuple[str, Usage]] = []
    ledger = Ledger(on_record=lambda purpose, usage: heard.append((purpose, usage)))
    ledger.record("edit", Usage(1, 2))
    assert heard == [("edit", Usage(1, 2))]


def test_over_a_budget_automatic_work_stops_first_and_asked_work_a_quarter_later() -> None:
    ledger, budget = Ledger(), BudgetSettings(tokens_per_day=100)
    ledger.record("edit", Usage(60, 39))
    ledger.check(budget, is_automatic=True)
    ledger.record("edit", Usage(1))
    assert ledger.is_over(budget)
    ledger.check(budget)
    with pytest.raises(OverBudget, match=r"^Your budget of 100 tokens a day is used up: .*tokensPerDay\.$"):
        ledger.check(budget, is_automatic=True)
    ledger.record("edit", Usage(25))
    with pytest.raises(OverBudget):
        ledger.check(budget)


def test_the_minute_is_a_sliding_one() -> None:
    clock, budget = Clock(), BudgetSettings(tokens_per_minute=10)
    ledger = Ledger(clock=clock)
    ledger.record("edit", Usage(20))
    with pytest.raises(OverBudget, match=r"10 tokens a minute"):
        ledger.check(budget)
    clock.now += 59
    assert ledger.is_over(budget)
    clock.now += 1
    assert not ledger.is_over(budget)


def test_the_day_starts_anew_and_outlives_a_restart_through_what_was_spent() -> None:
    clock, budget = Clock(), BudgetSettings(tokens_per_day=10)
    ledger = Ledger(clock=clock, spent_today=9)
    assert not ledger.is_over(budget)
    ledger.record("edit", Usage(1))
    assert ledger.is_over(budget)
    clock.now += DAY_S
    assert ledger.spent_today() == 0
    ledger.record("edit", Usage(3))
    assert ledger.spent_today() == 3


def test_no_budget_is_never_over() -> None:
    ledger = Ledger()
    ledger.record("edit", Usage(10**12))
    ledger.check(BudgetSettings(), is_automatic=True)


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("a", 1), ("x" * 35, 10), ("x" * 36, 11), ("漢字", 2)])
def test_tokens_are_estimated_from_characters(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens
