"""Replaces secrets in what is sent by placeholders, for as long as one `Redactor` lives.

`restorer` puts the secrets back into the answer.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from pt_lsp.privacy.detectors.finding import Finding, merged
from pt_lsp.privacy.placeholders import STEM

if TYPE_CHECKING:
    # Compiling the patterns takes a while that the server's start does not have.
    from pt_lsp.privacy.detectors.scanning import SecretScanner
    from pt_lsp.privacy.detectors.seen_secrets import SeenSecrets


class Redactor:
    """Remembers which placeholder stands for which secret: the same secret gets the same placeholder again.

    What was found once is replaced wherever it stands from then on. At most `limit` of the most recently seen
    secrets are remembered from one call to the next; no number is used twice.
    """

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._scanner: SecretScanner | None = None
        self._seen: SeenSecrets | None = None
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

    def redact_all(self, texts: Iterable[str]) -> list[str]:
        """Each of `texts` as `redact` gives it, without what the other ones give away."""
        texts = list(texts)
        n_known = self._n_known
        redacted = [self.redact(text) for text in texts]
        if len(texts) == 1 or self._n_known == n_known:
            return redacted
        return [self.redact(text) for text in texts]

    def redact(self, text: str) -> str:
        """`text` with each secret replaced; restoring the placeholders gives `text` back exactly.

        What already reads like a placeholder is replaced as well, so that it cannot be taken for one of ours.
        """
        self._forget_oldest()
        findings = self._find(text)
        if not findings:
            return text
        done: list[str] = []
        position = 0
        for found in findings:
            done += text[position : found.start], self._placeholder(text[found.start : found.end], found.kind)
            position = found.end
        return "".join(done) + text[position:]

    def _find(self, text: str) -> list[Finding]:
        if self._scanner is None or self._seen is None:
            from pt_lsp.privacy.detectors.scanning import SecretScanner
            from pt_lsp.privacy.detectors.seen_secrets import SeenSecrets

            self._scanner = SecretScanner()
            self._scanner.know(self._known)
            self._seen = SeenSecrets(self._limit)
        findings = self._scanner.find(text)
        for found in findings:
            self._seen.add(text[found.start : found.end], found.kind)
        again = list(self._seen.find(text))
        return merged(chain(findings, again), text) if again else findings

    @property
    def _n_known(self) -> int:
        return 0 if self._seen is None else self._seen.n_added

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
