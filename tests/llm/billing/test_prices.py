import pytest

from pt_lsp.llm.billing.prices import cost_of
from pt_lsp.llm.gateway import Usage
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.tables import OwnPrice
from pt_lsp.store.counts import Cost

NANO = 10**9
KNOWN = EndpointSettings()
MAINLAND = EndpointSettings(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1")
ABROAD = EndpointSettings(base_url="https://dashscope-intl.aliyuncs.com/compatible-mode/v1")
ELSEWHERE = "http://127.0.0.1:4000/v1"


def cost(endpoint: EndpointSettings, usage: Usage) -> Cost:
    found = cost_of(endpoint, usage)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("prompt_tokens", "dollars", "yuan"),
    [
        (1_000, (1, 5), (4, 16)),
        (32_000, (1, 5), (4, 16)),
        (32_001, (1.8, 9), (6, 24)),
        (128_001, (3, 15), (10, 40)),
        (256_001, (6, 60), (20, 200)),
        (900_000, (6, 60), (20, 200)),
    ],
)
def test_the_price_rises_with_the_length_of_the_input_in_the_currency_of_the_region(
    prompt_tokens: int, dollars: tuple[float, float], yuan: tuple[float, float]
) -> None:
    usage = Usage(prompt_tokens, 2_000)
    for endpoint, currency, (prompt, answer) in (
        (KNOWN, "USD", dollars),
        (ABROAD, "USD", dollars),
        (MAINLAND, "CNY", yuan),
    ):
        paid = (prompt_tokens * prompt + 2_000 * answer) / 1_000_000
        assert cost(endpoint, usage) == Cost(currency, 1, round(paid * NANO))


def test_what_was_found_in_the_cache_costs_a_fifth() -> None:
    assert cost(KNOWN, Usage(1_000, 0, cached_tokens=1_000)).nano == 0.0002 * NANO
    assert cost(KNOWN, Usage(1_000, 0, cached_tokens=500)).nano == 0.0006 * NANO
    assert cost(KNOWN, Usage(1_000, 0, cached_tokens=9_999)).nano == 0.0002 * NANO


def test_what_a_mark_has_kept_costs_a_tenth_and_what_it_keeps_anew_a_quarter_more() -> None:
    assert cost(ABROAD, Usage(1_000, 0, 1_000, explicit_tokens=1_000)).nano == 0.0001 * NANO
    assert cost(ABROAD, Usage(1_000, 0, created_tokens=1_000)).nano == 0.00125 * NANO
    mixed = Usage(1_000, 0, 600, explicit_tokens=600, created_tokens=200)
    assert cost(ABROAD, mixed).nano == round((0.00006 + 0.00025 + 0.0002) * NANO)
    own = EndpointSettings(price=OwnPrice("EUR", 2, 0, 0.5))
    assert cost(own, Usage(1_000_000, 0, 400_000, explicit_tokens=400_000)).nano == round(1.3 * NANO)


@pytest.mark.parametrize(
    ("endpoint", "is_known"),
    [
        (KNOWN, True),
        (MAINLAND, True),
        (EndpointSettings(base_url=ELSEWHERE, profile="powertokens"), True),
        (EndpointSettings(base_url=ELSEWHERE, profile="dashscope"), False),  # in which region?
        (EndpointSettings(base_url=ELSEWHERE), False),
        (EndpointSettings(base_url="https://api.powertokens.ai.example/v1"), False),
        (EndpointSettings(base_url="nonsense"), False),
        (EndpointSettings(model="another-model"), False),
    ],
)
def test_a_price_is_known_for_one_model_at_its_own_endpoints_only(
    endpoint: EndpointSettings, *, is_known: bool
) -> None:
    assert (cost_of(endpoint, Usage(1_000, 10)) is not None) is is_known


@pytest.mark.parametrize("base_url", [ELSEWHERE, KNOWN.base_url])
def test_a_price_of_one_s_own_counts_wherever_it_is(base_url: str) -> None:
    own = EndpointSettings(base_url=base_url, model="m", price=OwnPrice("EUR", 2, 10, 0.5))
    assert cost(own, Usage(1_000_000, 1_000, 400_000)) == Cost("EUR", 1, round((1.2 + 0.2 + 0.01) * NANO))


def test_without_a_price_of_their_own_cached_tokens_cost_what_others_do() -> None:
    own = EndpointSettings(price=OwnPrice("EUR", 2, 0))
    assert cost(own, Usage(1_000_000, 0, 400_000)) == Cost("EUR", 1, 2 * NANO)
    free = EndpointSettings(price=OwnPrice("EUR", 0, 0))
    assert cost(free, Usage(1_000, 10)) == Cost("EUR", 1, 0)
