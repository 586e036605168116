"""`window/workDoneProgress/cancel`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_work_done_progress_cancel(server: Server, params: types.WorkDoneProgressCancelParams) -> None:
    """Somebody pressed cancel on a progress."""
    server.progress_bars.cancel(params.token)
