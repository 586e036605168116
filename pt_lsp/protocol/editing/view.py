"""An edit as it is seen from outside, and as the editor is told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pt_lsp.documents.encoding import PositionEncoding
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.review import ReviewHunk
from pt_lsp.edits.states import EditState, Stopper
from pt_lsp.protocol.convert import range_of
from pt_lsp.protocol.results import EditHunk, EditProgress, EditResult

SHOWN_STATES: frozenset[EditState] = frozenset({"running", "pending", "stopped"})
"""States in which an editor may show where the new text stands."""

Verdict = Literal["accept", "reject"]


@dataclass(frozen=True, slots=True)
class EditView:
    """One edit as seen now; offsets count in the newest text that the editor has reported."""

    id: str
    title: str
    uri: str
    state: EditState
    region: Span
    hunks: tuple[ReviewHunk, ...]
    warning: str | None
    can_be_retried: bool = True
    """What was asked for is not known any more after a crash of the server."""
    stopped_by: Stopper | None = None
    verdict: Verdict | None = None
    """What somebody has said of it last, if it is not carried out yet too."""

    @property
    def waits(self) -> bool:
        """Whether something is left that the user shall decide."""
        return self.state in {"pending", "stopped"} and bool(self.hunks)


def told_hunks(
    hunks: Iterable[ReviewHunk], state: EditState, text: Text, encoding: PositionEncoding
) -> list[EditHunk]:
    """Hunks as commands and `ptLsp/editProgress` tell them."""
    return [
        {
            "id": each.id,
            "state": state,
            "range": range_of(text, each.span, encoding),
            "oldText": each.old_text,
            "newText": each.new_text,
        }
        for each in hunks
    ]


def result_of(view: EditView, hunks: list[EditHunk]) -> EditResult:
    """What the command that has edited answers."""
    result: EditResult = {"editId": view.id, "state": view.state, "hunks": hunks}
    if view.warning:
        result["warning"] = view.warning
    return result


def progress_of(view: EditView, text: Text | None, encoding: PositionEncoding) -> EditProgress:
    """The parameters of `ptLsp/editProgress`; `text` is the document's, None when it is not open."""
    range_ = None if text is None or view.state == "gone" else range_of(text, view.region, encoding)
    hunks = told_hunks(view.hunks, view.state, text, encoding) if text is not None else []
    return {
        "editId": view.id,
        "uri": view.uri,
        "title": view.title,
        "state": view.state,
        "range": range_,
        "hunks": hunks,
        "warning": view.warning,
        "stoppedBy": view.stopped_by,
    }
