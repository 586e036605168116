import pytest

from pt_lsp.llm.gateway import Usage
from pt_lsp.llm.prices import cost_nano_cny
from pt_lsp.settings.options import EndpointSettings

YUAN = 10**9
KNOWN = EndpointSettings()


@pytest.mark.parametrize(
    ("prompt_tokens", "yuan_per_1000_in", "yuan_per_1000_out"),
    [
        (1_000, 0.004, 0.016),
        (32_000, 0.004, 0.016),
        (32_001, 0.006, 0.024),
        (128_001, 0.01, 0.04),
        (256_001, 0.02, 0.2),
        (900_000, 0.02, 0.2),
    ],
)
def test_the_price_rises_with_the_length_of_the_input(
    prompt_tokens: int, yuan_per_1000_in: float, yuan_per_1000_out: float
) -> None:
    yuan = prompt_tokens / 1000 * yuan_per_1000_in + 2 * yuan_per_1000_out
    assert cost_nano_cny(KNOWN, Usage(prompt_tokens, 2_000)) == pytest.approx(yuan * YUAN)


def test_what_was_found_in_the_cache_costs_a_fifth() -> None:
    assert cost_nano_cny(KNOWN, Usage(1_000, 0, cached_tokens=1_000)) == 0.0008 * YUAN
    assert cost_nano_cny(KNOWN, Usage(1_000, 0, cached_tokens=500)) == 0.0024 * YUAN
    assert cost_nano_cny(KNOWN, Usage(1_000, 0, cached_tokens=9_999)) == 0.0008 * YUAN


@pytest.mark.parametrize(
    ("endpoint", "is_known"),
    [
        (KNOWN, True),
        (EndpointSettings(base_url="https://dashscope.aliyuncs.com/compatible-mode/v1"), True),
        (EndpointSettings(base_url="http://127.0.0.1:4000/v1", profile="powertokens"), True),
        (EndpointSettings(base_url="http://127.0.0.1:4000/v1"), False),
        (EndpointSettings(base_url="https://api.powertokens.ai.example/v1"), False),
        (EndpointSettings(model="another-model"), False),
    ],
)
def test_a_price_is_known_for_one_model_at_its_own_endpoints_only(
    endpoint: EndpointSettings, *, is_known: bool
) -> None:
    assert (cost_nano_cny(endpoint, Usage(1_000, 10)) is not None) is is_known
