"""What was last handed out for each document, for as long as the typing agrees with it.

Of several texts for one place any may be on the screen: what is typed tells which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cachetools import LRUCache

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.agreement import Trail, left_of
from pt_lsp.features.inline_completion.cache import Spot
from pt_lsp.features.inline_completion.request import Request

_DOCUMENTS = 64


@dataclass(slots=True)
class _Offer:
    texts: Mapping[str, str]
    """By the id of their item, the one that editors show first in front."""
    trail: Trail

    def left(self, spot: Spot) -> str | None:
        left = (left_of(self.trail.origin, text, spot) for text in self.texts.values())
        return next((text for text in left if text is not None), None)


class Shown:
    """One per engine."""

    def __init__(self) -> None:
        self._offers: LRUCache[str, _Offer] = LRUCache(_DOCUMENTS)

    def put(self, request: Request, texts: Mapping[str, str]) -> None:
        """A request was answered with these texts, by the ids of their items."""
        self._offers[request.snapshot.uri] = _Offer(texts, replace(request.trail))

    def texts(self, uri: str) -> Sequence[str]:
        """All that was handed out for a document."""
        offer: _Offer | None = self._offers.get(uri)
        return list(offer.texts.values()) if offer else []

    def left(self, spot: Spot) -> str | None:
        """What is left at a spot of what is on the screen; None if nothing is, or other text was typed."""
        offer: _Offer | None = self._offers.get(spot.uri)
        return offer.left(spot) if offer else None

    def text_of(self, completion_id: str) -> tuple[str, str] | None:
        """The document and the text of an item that is among those last handed out."""
        for uri, offer in self._offers.items():
            if completion_id in offer.texts:
                return uri, offer.texts[completion_id]
        return None

    def follow(self, snapshot: Snapshot, changes: Sequence[Change]) -> int | None:
        """Go along with changes; where other text was typed over what is shown, the end of that text.

        What they contradict is shown no longer.
        """
        offer: _Offer | None = self._offers.get(snapshot.uri)
        if offer is None:
            return None
        cursor = offer.trail.follow(snapshot, changes)
        spots = offer.trail.spots
        if not spots or any(offer.left(spot) is not None for spot in spots):
            return None
        self.forget(snapshot.uri)
        return cursor

    def forget(self, uri: str) -> None:
        """Nothing is shown in a document any more."""
        self._offers.pop(uri, None)
