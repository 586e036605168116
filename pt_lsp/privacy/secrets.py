"""Replaces well-known secrets in what is sent by placeholders, for as long as one `Redactor` lives.

Refuses to know where the text comes from; `restorer` puts the secrets back into the answer.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from pt_lsp.privacy import patterns


class Redactor:
    """Remembers which placeholder stands for which secret: the same secret gets the same placeholder again.

    At most `limit` of the most recently seen secrets are remembered from one call to the next; no number is
    used twice.
    """

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._placeholder_of: dict[str, str] = {}
        self._secret_of: dict[str, str] = {}
        self._last_number = 0

    @property
    def placeholders(self) -> Mapping[str, str]:
        """A live, read-only view: placeholder -> secret."""
        return MappingProxyType(self._secret_of)

    def redact(self, text: str) -> str:
        """`text` with each secret replaced; restoring the placeholders gives `text` back exactly.

        What already reads like a placeholder is replaced as well, so that it cannot be taken for one of ours.
        """
        self._forget_oldest()
        return patterns.suspects(text).sub(self._replace, text)

    def _replace(self, match: re.Match[str]) -> str:
        span = patterns.secret_span(match)
        if span is None:
            return patterns.SURE.sub(lambda sure: self._placeholder(sure[0]), match[0])
        start, end = span[0] - match.start(), span[1] - match.start()
        return match[0][:start] + self._placeholder(match[0][start:end]) + match[0][end:]

    def _placeholder(self, secret: str) -> str:
        placeholder = self._placeholder_of.pop(secret, None)
        if placeholder is None:
            self._last_number += 1
            placeholder = f"{patterns.STEM}{self._last_number}"
            self._secret_of[placeholder] = secret
        self._placeholder_of[secret] = placeholder  # last in order: the most recently seen
        return placeholder

    def _forget_oldest(self) -> None:
        for secret in list(self._placeholder_of)[: max(0, len(self._placeholder_of) - self._limit)]:
            del self._secret_of[self._placeholder_of.pop(secret)]
