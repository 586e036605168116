"""What is shown while an answer streams of which only comments may be new.

Lines come into view once a line of old code stands below them, the next one in its order: code that the model
changed, and what comes after it, is not seen before the whole answer has been put right.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pt_lsp.documents.text import split_lines
from pt_lsp.features.edit.checks.code_stays import read
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest


async def steady_view(request: EditRequest) -> "SteadyView | None":
    """The view of one edit; None where its recipe lets code change, so that all may be seen."""
    if "code stays" not in request.recipe.checks:
        return None
    code = await asyncio.to_thread(read, request, request.snapshot.text.slice(request.region))
    return SteadyView([] if code is None else code.code_lines())


class SteadyView:
    """The view of drafts that have to hold these lines."""

    def __init__(self, code: Sequence[str]) -> None:
        self._code = [line.rstrip() for line in code]
        self._seen, self._n_known, self._n_shown = "", 0, 0
        self.is_behind = False
        """The last draft was not shown as it is."""

    def shown(self, draft: Draft) -> Draft | None:
        """The draft as far as it may be seen; None where that is nothing new."""
        n_before = self._n_shown
        if not draft.is_beginning or not draft.text.startswith(self._seen):
            self._seen, self._n_known, self._n_shown = "", 0, 0
        for end in self._ends_of_code(split_lines(draft.text[len(self._seen) :]), len(self._seen)):
            self._n_shown = end
        if draft.is_beginning:
            self._seen, self.is_behind = draft.text, self._n_shown < len(draft.text)
            is_new = self._n_shown != n_before
            return replace(draft, text=draft.text[: self._n_shown]) if is_new else None
        self._seen, self.is_behind = "", self._n_known < len(self._code)
        return None if self.is_behind else draft

    def _ends_of_code(self, lines: Iterable[str], start: int) -> Iterator[int]:
        """Where each line ends that is the next one of the old code."""
        for line in lines:
            start += len(line)
            if self._n_known < len(self._code) and line.rstrip() == self._code[self._n_known]:
                self._n_known += 1
                yield start
