"""Identifiers and what they are made of: `getHTTPPage` is `gethttppage`, `get`, `http` and `page`.

Refuses to know a language: keywords of the common ones are left out wherever they stand.
"""

import re
from functools import lru_cache

IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
TYPE_NAME = re.compile(r"(?<![\w$])_?[A-Z][\w$]*")
_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_SHORTEST_PART = 2
_MOST_KNOWN = 4_096
"""Identifiers whose words are remembered, some 1.5 MB; sixteen times as many make no index sooner."""

COMMON = frozenset(
    word
    for line in (
        "a abstract an and any as assert async at await be bool boolean break by case catch class",
        "const continue def default delete dict do elif else end enum except export extends extern",
        "false final finally float fn for foreach from func function global goto has have if impl",
        "implements import in inline instanceof int interface is it lambda let list local match mod",
        "module mut namespace new nil no none not null number object of on or override package pass",
        "private protected pub public raise readonly require return self static str string struct",
        "super switch that the then this throw throws to trait true try type typedef typename typeof",
        "undefined union unsigned use using val var virtual void when where while with yield",
    )
    for word in line.split()
)
"""Words that tell nothing about what code is about: keywords, basic types, small words of comments."""


@lru_cache(_MOST_KNOWN)
def parts(identifier: str) -> tuple[str, ...]:
    """The words that an identifier is made of, in lower case, those of one character left out."""
    found = _PART.findall(identifier)
    return tuple(part.lower() for part in found if len(part) >= _SHORTEST_PART)


@lru_cache(_MOST_KNOWN)
def terms(identifier: str) -> tuple[str, ...]:
    """What an identifier is looked up by: itself and its parts, in lower case; nothing for common words."""
    lowered = identifier.lower()
    if lowered in COMMON:
        return ()
    inner = parts(identifier)
    return (lowered, *(part for part in inner if part not in COMMON)) if len(inner) > 1 else (lowered,)
