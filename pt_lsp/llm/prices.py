"""What a request costs at the model's list price; refuses to know what an endpoint really bills.

The prices are those that Alibaba Cloud Model Studio lists for mainland China, November 2026: yuan for 1,000
tokens in and out, by the length of the input. Input that the provider finds in its cache costs a fifth.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from pt_lsp.llm.ledger import Usage
from pt_lsp.settings.options import EndpointSettings, Profile


@dataclass(frozen=True, slots=True)
class Price:
    """Billionths of a yuan for a token, which is millionths for 1,000: whole numbers add up exactly."""

    most_prompt_tokens: float
    """The price holds for prompts of up to this many tokens."""
    prompt: int
    completion: int


CACHED_SHARE = 0.2

_PRICES: dict[str, tuple[Price, ...]] = {
    # Where the page says K the smaller reading is taken, so that an estimate is rather too high.
    "qwen3-coder-plus": (
        Price(32_000, 4_000, 16_000),
        Price(128_000, 6_000, 24_000),
        Price(256_000, 10_000, 40_000),
        Price(float("inf"), 20_000, 200_000),
    )
}
_HOSTS = frozenset({"api.powertokens.ai", "dashscope.aliyuncs.com"})
_PROFILES: frozenset[Profile] = frozenset({"powertokens", "dashscope"})


def cost_nano_cny(settings: EndpointSettings, usage: Usage) -> int | None:
    """What `usage`, of one request, costs in billionths of a yuan; None where no price is known.

    A model's name alone proves nothing: any server can be told to answer to it. The endpoint has to be known
    by its host, or said to be one that has this price by `endpoint.profile`.
    """
    prices = _PRICES.get(settings.model)
    is_known = urlsplit(settings.base_url).hostname in _HOSTS or settings.profile in _PROFILES
    if prices is None or not is_known:
        return None
    price = next(price for price in prices if usage.prompt_tokens <= price.most_prompt_tokens)
    cached = min(usage.cached_tokens, usage.prompt_tokens)
    billed_prompt = usage.prompt_tokens - cached + cached * CACHED_SHARE
    return round(billed_prompt * price.prompt) + usage.completion_tokens * price.completion
