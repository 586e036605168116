"""The edits of one document that are followed, and how many that may be; refuses to know echoes."""

from pt_lsp.documents.span import Span
from pt_lsp.edits.pending_edit import PendingEdit
from pt_lsp.edits.states import FOLLOWED_STATES, OPEN_STATES
from pt_lsp.errors import EditRefused

MAX_UNDECIDED, MAX_RETRIABLE = 250, 20
"""More than anybody decides in one document, or tries again; the oldest makes room for a new one."""


class FollowedEdits(dict[str, PendingEdit]):
    """By id, in the order in which their turn comes; what has ended stays until it is forgotten."""

    def running(self) -> list[PendingEdit]:
        """Those that are not over."""
        return [edit for edit in self.values() if edit.state == "running"]

    def unended(self) -> tuple[PendingEdit, ...]:
        """Those that run, or can be decided or tried again."""
        return tuple(edit for edit in self.values() if edit.state in FOLLOWED_STATES)

    def make_way(self, region: Span, edit_id: str) -> None:
        """What a new edit of `region` meets counts as accepted; EditRefused where that still runs."""
        for edit in self.running():
            if edit.region.touches(region):
                raise EditRefused("Another edit is still running here; wait for it or cancel it first.")
        for edit in self.unended():
            if edit.overlaps(region) and edit.id != edit_id:
                edit.accept(None)
                if not edit.is_overdue:
                    del self[edit.id]

    def follow(self, edit: PendingEdit) -> None:
        """One more."""
        self.pop(edit.id, None)
        self[edit.id] = edit
        ended = [each for each in self.unended() if each.is_settled and not each.is_overdue]
        undecided = [each for each in ended if each.state in {"pending", "stopped"}]
        others = [each for each in ended if each not in undecided]
        for oldest in undecided[:-MAX_UNDECIDED] + others[:-MAX_RETRIABLE]:
            oldest.end("gone")
            del self[oldest.id]

    def forget_ended(self) -> None:
        """Follow no longer what is over and cannot come late."""
        for edit in list(self.values()):
            if edit.state not in FOLLOWED_STATES and edit.is_settled and not edit.is_overdue:
                del self[edit.id]
                edit.forget_texts()

    def settle(self, *, is_all_told: bool) -> None:
        """End those that are done or disturbed; the ended ones wait until `is_all_told` of what is sent."""
        for edit in list(self.values()):
            if edit.state == "running":
                edit.settle_running()
            elif is_all_told and edit.state in OPEN_STATES:
                edit.settle_open()
            elif is_all_told and edit.rejecting:
                edit.settle_late()
            if edit.state in {"gone", "failed"} and edit.is_settled and not edit.is_overdue:
                del self[edit.id]
