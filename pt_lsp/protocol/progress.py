"""Work-done progress: begin, report, end, and the client's cancel.

Refuses to fail or to wait: a client that is slow to show progress delays no work. pygls's own keeps every
token for ever.
"""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from pt_lsp.documents.visibility import visible_line
from pt_lsp.protocol.throttle import Throttle

_REPORT_EVERY_S = 0.1
"""A model sends deltas faster than a status bar is read."""

_AT_FIRST = "waiting for the model"
"""All that is shown asks one, and its first word takes longest."""

ProgressValue = types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd


class Progress:
    """All progress under way; owned by the server."""

    def __init__(self, server: LanguageServer, *, is_supported: bool) -> None:
        self._server = server
        self._is_supported = is_supported
        self._cancels: dict[types.ProgressToken, Callable[[], None]] = {}

    def bar(self) -> "Bar":
        """A progress that is not shown yet."""
        return Bar(self._server)

    @asynccontextmanager
    async def show(
        self, bar: "Bar", title: str, token: types.ProgressToken | None, on_cancel: Callable[[], None]
    ) -> AsyncGenerator[None]:
        """Show `bar` for as long as the context lasts, under the client's `token` if it gave one."""
        creation: asyncio.Task[None] | None = None
        if token is not None:
            bar.begin(token, title)
        elif self._is_supported:
            token = str(uuid.uuid4())
            creation = asyncio.create_task(self._create(token, title, bar))
        if token is not None:
            self._cancels[token] = on_cancel
        try:
            yield
        finally:
            if creation is not None:
                creation.cancel()
            if token is not None:
                # A client may have given two commands one token.
                self._cancels.pop(token, None)
            bar.end()

    def cancel(self, token: object) -> None:
        """The client's cancel; a token that has ended, or is none, is no error."""
        if isinstance(token, str | int) and (on_cancel := self._cancels.get(token)):
            on_cancel()

    async def _create(self, token: str, title: str, bar: "Bar") -> None:
        with contextlib.suppress(JsonRpcException):
            await self._server.window_work_done_progress_create_async(
                types.WorkDoneProgressCreateParams(token=token)
            )
            bar.begin(token, title)


def lines_done(n_done: int, n_all: int | None = None) -> str:
    """How far an edit is, where it is known of how many lines."""
    of_all = "" if n_all is None else f" of {n_all}"
    return f"{n_done}{of_all} {'line' if (n_all or n_done) == 1 else 'lines'}"


class Bar:
    """One progress; says nothing before the client has agreed to show it."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._token: types.ProgressToken | None = None
        self._reports = Throttle(self._report, _REPORT_EVERY_S)
        self._message = _AT_FIRST

    def begin(self, token: types.ProgressToken, title: str) -> None:
        """Show it, with what was said last."""
        self._token = token
        self._send(types.WorkDoneProgressBegin(title=title, message=self._message, cancellable=True))

    def report(self, message: str) -> None:
        """Say how far it is, at once or a little later."""
        self._message = visible_line(message)
        if self._token is not None:
            self._reports.ask()

    def end(self) -> None:
        """Take it away."""
        self._reports.stop()
        self._send(types.WorkDoneProgressEnd())

    def _report(self) -> None:
        self._send(types.WorkDoneProgressReport(message=self._message))

    def _send(self, value: ProgressValue) -> None:
        if self._token is not None:
            self._server.progress(types.ProgressParams(token=self._token, value=value))
