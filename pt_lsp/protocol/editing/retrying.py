"""Whether an edit can be tried again; refuses to do it."""

from collections.abc import Callable

from pt_lsp.edits.states import FOLLOWED_STATES
from pt_lsp.errors import EditRefused
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.protocol.editing.apply_queue import ApplyQueue
from pt_lsp.protocol.editing.record import EditRecord

Wanted = Callable[[], bool]


def always() -> bool:
    """Who asks for another try wants it."""
    return True


def refuse_unless(is_wanted: Wanted) -> None:
    """Raise EditRefused if what has happened meanwhile makes another try unwanted."""
    if not is_wanted():
        raise EditRefused("This edit was changed or decided meanwhile, so it is not tried again.")


def asked_before(record: EditRecord | None) -> tuple[EditRecord, ApplyQueue, EditRequest]:
    """The edit, where its operations go, and what it was asked for; raises EditRefused."""
    queue = record.queue if record else None
    if record is None or queue is None or record.edit.state not in FOLLOWED_STATES - {"running"}:
        raise EditRefused("This edit cannot be tried again: it still runs or is decided; ask anew.")
    if record.edit.is_overdue:
        raise EditRefused("The editor has not told what became of this edit; wait for that, or ask anew.")
    if record.request is None:
        raise EditRefused("What this edit was asked for is not known any more; reject it and ask anew.")
    return record, queue, record.request
