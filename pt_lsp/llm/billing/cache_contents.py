"""What a provider's two prompt caches are thought to hold: hashes of beginnings, bounded. Reads no clock."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from pt_lsp.llm.billing.beginnings import Piece
from pt_lsp.llm.billing.price_model import IMPLICIT_SHARE, LIFETIME_S

MOST_PIECES = 4_096
"""Beginnings that are remembered, over all requests."""
KEPT_S = LIFETIME_S - 10
"""Requests take a while to arrive."""

_MOST_KEPT = 256


class _Sent(NamedTuple):
    size: int
    is_unmarked: bool
    """Whether a request without marks held it, so that the implicit cache has it."""

    @property
    def debt(self) -> float:
        """What it costs more, once, for not being there."""
        return 0.0 if self.is_unmarked else (1 - IMPLICIT_SHARE) * self.size


class Common(NamedTuple):
    """How many characters a prompt has in common with earlier ones."""

    n_known: int
    """With any of them."""
    n_implicit: int
    """With one that had no marks."""


class ImplicitContents:
    """The beginnings of all requests, and which of them the implicit cache lacks because they had marks.

    It is thought to forget nothing: a request with marks looks all the dearer.
    """

    def __init__(self) -> None:
        self._sent: OrderedDict[int, _Sent] = OrderedDict()
        self.debt = 0.0
        """What going back to requests without marks costs at most."""

    def common(self, pieces: Sequence[Piece]) -> Common:
        """What the pieces begin with that was sent before."""
        n_known = n_implicit = 0
        for piece in pieces:
            sent = self._sent.get(piece.beginning)
            if sent is None:
                break
            if sent.is_unmarked and n_implicit == n_known:
                n_implicit = piece.end
            n_known = piece.end
        return Common(n_known, n_implicit)

    def debt_with(self, pieces: Sequence[Piece], common: Common) -> float:
        """The debt if these were sent with marks."""
        sent = (self._sent.get(piece.beginning) for piece in pieces if piece.end > common.n_implicit)
        owed = sum(each.debt for each in sent if each is not None)
        n_lacking = pieces[-1].end - common.n_implicit if pieces else 0
        return self.debt - owed + (1 - IMPLICIT_SHARE) * n_lacking

    def add(self, pieces: Sequence[Piece], n_implicit: int) -> None:
        """They were sent: the implicit cache has the first `n_implicit` characters of them and no more."""
        # From the end, so that a beginning outlives what follows it.
        for piece in reversed(pieces):
            self._drop(self._sent.pop(piece.beginning, None))
            self._sent[piece.beginning] = sent = _Sent(piece.size, piece.end <= n_implicit)
            self.debt += sent.debt
        while len(self._sent) > MOST_PIECES:
            self._drop(self._sent.popitem(last=False)[1])

    def _drop(self, sent: _Sent | None) -> None:
        self.debt -= sent.debt if sent else 0.0


class ExplicitContents:
    """Beginnings that marks have kept, until when."""

    def __init__(self) -> None:
        self._until_s: dict[int, float] = {}

    def longest(self, pieces: Sequence[Piece], now_s: float) -> Piece | None:
        """The longest of them that the pieces begin with."""
        until_s = self._until_s
        return next(
            (p for p in reversed(pieces) if p.place and until_s.get(p.beginning, now_s) > now_s), None
        )

    def keep(self, pieces: Sequence[Piece], now_s: float) -> None:
        """They are there from now on, or go on being there."""
        for piece in pieces:
            self._until_s.pop(piece.beginning, None)
            self._until_s[piece.beginning] = now_s + KEPT_S
        if len(self._until_s) > _MOST_KEPT:
            self._until_s = dict(list(self._until_s.items())[_MOST_KEPT // 2 :])

    def forget(self) -> None:
        """Nothing of it is there."""
        self._until_s.clear()
