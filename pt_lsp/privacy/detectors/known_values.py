"""Values of a user's own `.env` files: which of them are secrets, and where they stand in a text."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pt_lsp.privacy.detectors import logins, names, tokens
from pt_lsp.privacy.detectors.finding import Finding
from pt_lsp.privacy.detectors.judgement import is_plain, is_stand_in, looks_random

_MOST = 500
_SHORTEST = 8
_LONG_PHRASE = 20
_PLACE = re.compile(
    r"[a-z][\w+.-]*:|\.{0,2}/|~/|[A-Za-z]:\\|[\w.-]+@[\w-]+\.|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/|$)"
)


def secrets_among(variables: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Secret -> its kind, of variables given as (name, value, file).

    Left out are values under 8 characters, words, numbers, paths, addresses, and those that look like an
    identifier, unless a telling name makes a passphrase of a long one. Of a URL its password alone counts.
    Some hundreds are told; of more, the first.
    """
    found: dict[str, str] = {}
    for name, value, file in variables:
        for line in value.splitlines():
            for secret in _secrets_of(name, line.strip()):
                if len(secret) >= _SHORTEST and len(found) < _MOST:
                    found.setdefault(secret, f"value of {name} in {file}")
    return found


def find(text: str, known: Mapping[str, str]) -> Iterator[Finding]:
    """Where the known secrets stand in `text`."""
    for secret, kind in known.items():
        start = text.find(secret)
        while start >= 0:
            yield Finding(start, start + len(secret), kind)
            start = text.find(secret, start + len(secret))


def _secrets_of(name: str, value: str) -> Iterator[str]:
    found = [*tokens.find(value), *logins.find(value)]
    if found:
        yield from (value[finding.start : finding.end] for finding in found)
    elif not is_stand_in(value) and _is_secret(value, is_telling=names.is_telling(name)):
        yield value


def _is_secret(value: str, *, is_telling: bool) -> bool:
    if _PLACE.match(value):
        return is_telling and looks_random(value)
    if is_telling:
        return not is_plain(value) or len(value) >= _LONG_PHRASE or looks_random(value)
    return looks_random(value)
