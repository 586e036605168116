"""What a request costs: at the user's own price, else at the list price. Refuses to know what is billed.

The list prices are those of Alibaba Cloud Model Studio, November 2026: for a million tokens in and out, by
the length of the input, in dollars internationally and in yuan in mainland China. Input that the provider
finds in one of its caches, or keeps there because of a mark, costs a share of it (`price_model`).
"""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from pt_lsp.llm.billing.price_model import CREATION_SHARE, EXPLICIT_SHARE, IMPLICIT_SHARE
from pt_lsp.llm.ledger import Usage
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.store.counts import Cost

_NANO_A_TOKEN = 1000
"""A price for a million tokens, in billionths for one."""


@dataclass(frozen=True, slots=True)
class Price:
    """For a million tokens."""

    most_prompt_tokens: float
    """The price holds for prompts of up to this many tokens."""
    prompt: float
    completion: float
    cached: float
    """Of input that was found without a mark."""
    explicit: float
    """Of input that a mark had kept."""

    def of(self, usage: Usage) -> float:
        """What `usage` costs, in millionths."""
        cached = min(usage.cached_tokens, usage.prompt_tokens)
        explicit = min(usage.explicit_tokens, cached)
        created = min(usage.created_tokens, usage.prompt_tokens - cached)
        paid = (usage.prompt_tokens - cached - created) * self.prompt + (cached - explicit) * self.cached
        paid += explicit * self.explicit + created * self.prompt * CREATION_SHARE
        return paid + usage.completion_tokens * self.completion


class PriceList(NamedTuple):
    """What a model costs somewhere."""

    currency: str
    prices: tuple[Price, ...]
    """Those of shorter prompts first."""


def _listed(currency: str, *prices: tuple[float, float]) -> PriceList:
    # Where the page says K the smaller reading is taken, so that an estimate is rather too high.
    bounds = (32_000, 128_000, 256_000, float("inf"))
    tiers = zip(bounds, prices, strict=True)
    return PriceList(
        currency,
        tuple(
            Price(bound, prompt, answer, prompt * IMPLICIT_SHARE, prompt * EXPLICIT_SHARE)
            for bound, (prompt, answer) in tiers
        ),
    )


_INTERNATIONAL = {"qwen3-coder-plus": _listed("USD", (1, 5), (1.8, 9), (3, 15), (6, 60))}
_MAINLAND = {"qwen3-coder-plus": _listed("CNY", (4, 16), (6, 24), (10, 40), (20, 200))}
_REGIONS = {
    "api.powertokens.ai": _INTERNATIONAL,  # it bills in dollars
    "dashscope-intl.aliyuncs.com": _INTERNATIONAL,
    "dashscope.aliyuncs.com": _MAINLAND,
}


def cost_of(endpoint: EndpointSettings, usage: Usage) -> Cost | None:
    """What `usage`, of one request, costs; None where no price is known."""
    known = _price_list(endpoint)
    if known is None:
        return None
    price = next(price for price in known.prices if usage.prompt_tokens <= price.most_prompt_tokens)
    return Cost(known.currency, 1, round(price.of(usage) * _NANO_A_TOKEN))


def _price_list(endpoint: EndpointSettings) -> PriceList | None:
    """What is known of the model's price.

    A model's name alone proves nothing: any server can be told to answer to it. The endpoint has to be known
    by its host, or said to be PowerTokens by `endpoint.profile`; Model Studio has a price for each region,
    which its profile does not tell.
    """
    if (own := endpoint.price) is not None:
        cached = own.input if own.cached is None else own.cached
        explicit = own.input if own.cached is None else own.cached * EXPLICIT_SHARE / IMPLICIT_SHARE
        return PriceList(own.currency, (Price(float("inf"), own.input, own.output, cached, explicit),))
    host = "api.powertokens.ai" if endpoint.profile == "powertokens" else urlsplit(endpoint.base_url).hostname
    return _REGIONS.get(host or "", {}).get(endpoint.model)
