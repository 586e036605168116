"""What a prompt costs under the two prompt caches of Alibaba Cloud Model Studio, in tokens of full price.

Of a request without marks the beginning that an earlier one had too is found in the implicit cache and
costs a fifth. A request with marks is billed by the explicit one alone: what an earlier mark has kept costs
a tenth, what is kept anew up to the last mark a quarter more than usual, the rest in full. Prices: November
2026.

Pure; refuses to know requests and clocks.
"""

IMPLICIT_SHARE = 0.2
EXPLICIT_SHARE = 0.1
CREATION_SHARE = 1.25
LEAST_IMPLICIT_TOKENS = 256
LEAST_EXPLICIT_TOKENS = 1024
LIFETIME_S = 300.0
"""Of what a mark has kept; each request that finds it begins it anew."""
MOST_MARKS = 4
"""In one request."""


def implicit_price(n: float, n_known: float) -> float:
    """Of a prompt of `n` without marks that begins with `n_known` of an earlier one."""
    return n - (1 - IMPLICIT_SHARE) * n_known


def explicit_price(n: float, n_found: float, n_marked: float) -> float:
    """Of a prompt of `n` whose last mark is at `n_marked`; `n_found` of that were kept before."""
    return EXPLICIT_SHARE * n_found + CREATION_SHARE * (n_marked - n_found) + n - n_marked
