"""Turns a reply that comes in deltas into drafts; pure.

Each beginning goes on from the one before. Where the reply turns out to be something else than it seemed, the
text as it was comes between.
"""

from collections.abc import Iterator

from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.replies.code_extraction import NoCode
from pt_lsp.replies.reader import ParsedReply, ReplyReader


class Drafting:
    """The drafts of one answer."""

    def __init__(self, place: RegionFormat) -> None:
        self._place = place
        self.reader = ReplyReader(place.original, place.language_id, place.near, place.before)
        self._n_known = 1  # one line cannot tell how the others are indented
        self._shown = ""

    def push(self, delta: str) -> Iterator[Draft]:
        """What is known now. Raises UnusableReply."""
        read = self.reader.push(delta)
        if read is None:
            return
        reading = self._place.without_own_comment(read, is_whole=read.is_patched)
        if reading.is_patched:
            draft = self._place.whole(reading)
            self._n_known, self._shown = len(reading.lines), draft.text
            yield draft
            return
        if self._shown and len(reading.lines) < self._n_known:
            yield self._taken_back()
        if len(reading.lines) > self._n_known:
            yield from self._beginning(reading)
            self._n_known = len(reading.lines)

    def finish(self, *, is_whole: bool = True) -> Draft:
        """All of the new text. Raises UnusableReply."""
        read = self.reader.finish(is_whole=is_whole)
        reading = self._place.without_own_comment(read)
        if not (read.is_patched or any(map(str.strip, reading.lines))) and reading != read:
            raise NoCode
        return self._place.whole(reading)

    def _beginning(self, reading: ParsedReply) -> Iterator[Draft]:
        draft = self._place.beginning(reading.lines)
        if self._shown.startswith(draft.text):
            return  # the lines that came last are those after the region, once more
        if not draft.text.startswith(self._shown):
            yield self._taken_back()
        self._shown = draft.text
        yield draft

    def _taken_back(self) -> Draft:
        self._n_known, self._shown = 1, ""
        return Draft(self._place.written)
