"""Where all edits of a document are, under one explanation of what was reported or under two; pure."""

from collections.abc import Mapping
from dataclasses import replace

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.region import TrackedRegion

Places = Mapping[str, TrackedRegion]


def unsure(places: Places, *edit_ids: str) -> dict[str, TrackedRegion]:
    """`places`, those of the edits unsure."""
    return {
        edit_id: replace(place, is_unsure=place.is_unsure or edit_id in edit_ids)
        for edit_id, place in places.items()
    }


def agreed(places: Places, others: Places) -> dict[str, TrackedRegion]:
    """`places`, unsure where the other explanation has another place for the same edit."""
    return {
        edit_id: replace(place, is_unsure=place.is_unsure or not place.is_at(others.get(edit_id, place)))
        for edit_id, place in places.items()
    }


def is_within(change: Change, region: Span, text: Text) -> bool:
    """Whether an editor that thinks in lines may report a change of the region so.

    The line end before the region may count as the beginning of text that is added at its start, and the one
    after it as the end of a line that is removed from its end.
    """
    if change.span.is_empty:
        return region.start - 2 <= change.span.start <= region.end + 2
    beyond = text.slice(Span(region.end, max(region.end, change.span.end)))
    return region.start <= change.span.start <= region.end and beyond in {"", "\n", "\r\n", "\r"}
