"""Replaces secrets in what is sent by placeholders, for as long as one `Redactor` lives.

`restorer` puts the secrets back into the answer.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from pt_lsp.privacy.placeholders import STEM

if TYPE_CHECKING:
    # Compiling the patterns takes a while that the server's start does not have.
    from pt_lsp.privacy.scanning import SecretScanner


class Redactor:
    """Remembers which placeholder stands for which secret: the same secret gets the same placeholder again.

    At most `limit` of the most recently seen secrets are remembered from one call to the next; no number is
    used twice.
    """

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._scanner: SecretScanner | None = None
        self._known: Mapping[str, str] = {}
        self._placeholder_of: dict[str, str] = {}
        self._secret_of: dict[str, str] = {}
        self._kind_of: dict[str, str] = {}
        self._last_number = 0

    @property
    def placeholders(self) -> Mapping[str, str]:
        """A live, read-only view: placeholder -> secret."""
        return MappingProxyType(self._secret_of)

    def kind_of(self, placeholder: str) -> str:
        """What sort of secret it stands for, for a person; never a part of the secret."""
        return self._kind_of[placeholder]

    def know(self, values: Mapping[str, str]) -> None:
        """`values` are secrets wherever they stand: secret -> its kind. They replace those known before."""
        self._known = values
        if self._scanner is not None:
            self._scanner.know(values)

    def redact(self, text: str) -> str:
        """`text` with each secret replaced; restoring the placeholders gives `text` back exactly.

        What already reads like a placeholder is replaced as well, so that it cannot be taken for one of ours.
        """
        self._forget_oldest()
        findings = self._ready().find(text)
        if not findings:
            return text
        done: list[str] = []
        position = 0
        for found in findings:
            done += text[position : found.start], self._placeholder(text[found.start : found.end], found.kind)
            position = found.end
        return "".join(done) + text[position:]

    def _ready(self) -> "SecretScanner":
        if self._scanner is None:
            from pt_lsp.privacy.scanning import SecretScanner

            self._scanner = SecretScanner()
            self._scanner.know(self._known)
        return self._scanner

    def _placeholder(self, secret: str, kind: str) -> str:
        placeholder = self._placeholder_of.pop(secret, None)
        if placeholder is None:
            self._last_number += 1
            placeholder = f"{STEM}{self._last_number}"
            self._secret_of[placeholder] = secret
            self._kind_of[placeholder] = kind
        self._placeholder_of[secret] = placeholder  # last in order: the most recently seen
        return placeholder

    def _forget_oldest(self) -> None:
        for secret in list(self._placeholder_of)[: max(0, len(self._placeholder_of) - self._limit)]:
            placeholder = self._placeholder_of.pop(secret)
            del self._secret_of[placeholder], self._kind_of[placeholder]
