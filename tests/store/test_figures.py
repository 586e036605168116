from pt_lsp.store.counts import Cost, Counts, Subject
from pt_lsp.store.figures import figures

SPENT = Counts(asked=2, prompt_tokens=1000, completion_tokens=10, cached_tokens=400)


def test_all_is_summed_up_and_told_by_language_and_by_purpose() -> None:
    told = figures(
        {
            Subject("inline completion", "rust"): SPENT + Counts(shown=3, accepted=2, kept=1, kept_5min=1),
            Subject("inline completion", "go"): SPENT,
            Subject("inline completion"): Counts(reused=5),
            Subject("probe"): Counts(asked=9),
        }
    )
    assert (told["asked"], told["reused"], told["shown"]) == (13, 5, 3)
    assert (told["accepted"], told["kept"], told["kept5min"]) == (2, 1, 1)
    assert told["tokens"] == {"prompt": 2000, "completion": 20, "cached": 800, "isEstimated": False}
    assert list(told["byLanguage"]) == ["rust", "go"]
    assert told["byLanguage"]["rust"]["tokens"]["prompt"] == 1000
    assert told["byPurpose"]["inline completion"]["asked"] == 4


def test_cost_is_an_estimate_with_its_currency_and_of_the_priced_requests_only() -> None:
    told = figures(
        {
            Subject("edit", "rust"): Counts(asked=3, costs=(Cost("USD", 2, 2_500_000),)),
            Subject("edit", "go"): Counts(asked=1),
        }
    )
    assert told["cost"] == {
        "amount": 0.0025,
        "currency": "USD",
        "isEstimate": True,
        "basis": "estimated at list prices or endpoint.price",
        "requests": 2,
    }
    assert told["byLanguage"]["rust"]["cost"] == told["cost"]
    assert told["byLanguage"]["go"]["cost"] is None


def test_what_was_paid_in_two_currencies_is_told_in_both_and_added_in_none() -> None:
    yuan, dollars = Counts(costs=(Cost("CNY", 1, 4_000_000),)), Counts(costs=(Cost("USD", 1, 1_000_000),))
    told = figures({Subject("edit"): yuan + dollars + dollars, Subject("explain"): yuan})
    assert [(cost["currency"], cost["amount"]) for cost in told["costs"]] == [("CNY", 0.008), ("USD", 0.002)]
    assert told["cost"] == told["costs"][0]
    paid = told["byPurpose"]["edit"]["cost"]
    assert paid is not None
    assert paid["currency"] == "USD"


def test_nothing_counted_is_all_zero_and_nothing_known() -> None:
    told = figures({})
    assert told["asked"] == told["kept"] == 0
    assert told["cost"] is None
    assert told["keptShare"] is told["keptShare5min"] is None
    assert told["byLanguage"] == told["byPurpose"] == {}


def test_the_share_kept_is_of_the_characters_that_could_be_followed_so_long() -> None:
    counts = Counts(characters_30s=40, kept_characters_30s=30, characters_5min=10, kept_characters_5min=1)
    told = figures({Subject("inline completion", "c"): counts})
    assert (told["keptShare"], told["keptShare5min"]) == (0.75, 0.1)
