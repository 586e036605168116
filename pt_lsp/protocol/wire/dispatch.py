"""JSON-RPC dispatch on top of pygls's registry, types and typed client methods: one request, one reply.

Refuses to read or write bytes (`framing`, `transport`) and to know what a method does. Why not pygls's own
loop: docs/decisions/0002-own-dispatch-loop.md.
"""

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Callable
from typing import Any

from cattrs import transform_error
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from pt_lsp.documents.visibility import visible_line
from pt_lsp.errors import log_failure
from pt_lsp.protocol.wire.boundary import (
    ABOUT_FAULTS,
    ABOUT_INVALID_PARAMS,
    INTERNAL_ERROR,
    INVALID_PARAMS,
    REQUEST_CANCELLED,
)
from pt_lsp.protocol.wire.framing import BadFrame, OversizeMessage, encode
from pt_lsp.protocol.wire.oversize import members_of, size_sentence

logger = logging.getLogger(__name__)

MsgId = str | int

INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
NOT_INITIALIZED = -32002


class Dispatcher(LanguageServerProtocol):
    """Routes decoded messages to handlers and their results back."""

    def __init__(self, server: LanguageServer, converter: Any) -> None:
        super().__init__(server, converter)
        self.converter = converter
        self.send: Callable[[bytes], None] = lambda _data: None
        self.on_oversize: Callable[[str, OversizeMessage], None] = lambda _method, _message: None
        """Takes a notification that is too large to be read, and its method."""
        self.exit_code: int | None = None
        self._muted_id: MsgId | None = None
        self._is_initialized = False
        self._is_shut_down = False
        self._n_holds = 0
        self._held: deque[dict[str, Any]] = deque()
        self._running: dict[MsgId | None, asyncio.Task[Any]] = {}
        self._awaited: dict[MsgId | None, tuple[str, asyncio.Future[Any]]] = {}
        self._ids = itertools.count(1)

    def _register_builtin_features(self) -> None:
        """Pygls would bring its own documents, which cut lines in the wrong places."""

    def receive(self, message: object) -> None:
        """Take one decoded message; a request's handler starts with the loop's next turn."""
        if isinstance(message, BadFrame):
            self._send_error(None, message.code, message.message)
        elif isinstance(message, OversizeMessage):
            self._receive_oversize(message)
        elif not isinstance(message, dict):
            what = "Batches are not part of LSP" if isinstance(message, list) else "A message is an object"
            self._send_error(None, INVALID_REQUEST, f"{what}: send one object for each message.")
        elif message.get("jsonrpc") != "2.0":
            self._send_error(_id_of(message), INVALID_REQUEST, 'A message has "jsonrpc": "2.0".')
        elif isinstance(message.get("method"), str):
            self._take(message)
        elif "id" in message and ("result" in message or "error" in message):
            self._on_response(message)
        else:
            self._send_error(
                _id_of(message), INVALID_REQUEST, "A message has a method, a result or an error."
            )

    def _receive_oversize(self, message: OversizeMessage) -> None:
        told = members_of(message)
        sentence = f"A message is too large: {size_sentence(message)}."
        if "method" in told and "id" not in told:
            self._take({**told, "params": message})
        elif "result" in told:
            self._on_response({**told, "error": {"code": INVALID_REQUEST, "message": sentence}})
        else:
            self._send_error(_id_of(told), INVALID_REQUEST, sentence)

    def hold_back(self) -> None:
        """Do nothing of what the client asks or tells from now on, before `go_on`; answers come through."""
        self._n_holds += 1

    async def go_on(self) -> None:
        """Do what was held back, in its order, unless somebody else holds it back still."""
        self._n_holds = max(self._n_holds - 1, 0)
        while self._held and not self._n_holds:
            self._route(self._held.popleft())
            # A handler takes its snapshot before the next change is read.
            await asyncio.sleep(0)

    def mute(self, request: object) -> None:
        """Send no reply to this request: it has been answered."""
        self._muted_id = _id_of(request)

    async def stop(self) -> None:
        """Cancel what runs and give it the chance to clean up."""
        for _method, future in self._awaited.values():
            future.cancel()
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def send_request_async(
        self, method: str, params: Any | None = None, msg_id: MsgId | None = None
    ) -> Any:
        """The client's answer. Raises `JsonRpcException` if that is an error; given up when cancelled."""
        msg_id = next(self._ids) if msg_id is None else msg_id
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._awaited[msg_id] = (method, future)
        self._send({"id": msg_id, "method": method, "params": self.converter.unstructure(params)})
        try:
            return await future
        finally:
            # A late answer then meets an unknown id, which is harmless.
            self._awaited.pop(msg_id, None)

    def request_in_background(self, method: str, params: Any) -> None:
        """Send a request whose answer tells nothing."""
        self._send({"id": next(self._ids), "method": method, "params": self.converter.unstructure(params)})

    def notify(self, method: str, params: Any | None = None) -> None:
        """Send a notification."""
        self._send({"method": method, "params": self.converter.unstructure(params)})

    def _take(self, message: dict[str, Any]) -> None:
        if message["method"] in {types.SHUTDOWN, types.EXIT}:
            self._n_holds = 0
            while self._held:
                self._route(self._held.popleft())
        ends_what_runs = (
            message["method"] == types.CANCEL_REQUEST and _id_of(message.get("params")) in self._running
        )
        if (self._n_holds or self._held) and not ends_what_runs:
            self._held.append(message)
        else:
            self._route(message)

    def _route(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._on_request(_id_of(message), message["method"], message.get("params"))
        else:
            self._on_notification(message["method"], message.get("params"))

    def _on_request(self, msg_id: MsgId | None, method: str, params: object) -> None:
        if msg_id is None:
            self._send_error(None, INVALID_REQUEST, "A request's id is a string or an integer.")
            return
        if refusal := self._refusal(msg_id, method):
            self._send_error(msg_id, *refusal)
            return
        handler = self.fm.features[method]
        try:
            arguments = self._structure(method, params)
        except JsonRpcException as error:
            self._send_error(msg_id, error.code, error.message, ABOUT_INVALID_PARAMS)
            return
        if method == types.INITIALIZE:
            self._is_initialized = True
        elif method == types.SHUTDOWN:
            self._is_shut_down = True
            for task in self._running.values():
                task.cancel()
        task = asyncio.ensure_future(handler(arguments))
        self._running[msg_id] = task
        task.add_done_callback(lambda done: self._reply(msg_id, done))

    def _refusal(self, msg_id: MsgId, method: str) -> tuple[int, str] | None:
        if msg_id in self._running:
            return INVALID_REQUEST, f"The id {msg_id!r} belongs to a request that is still running."
        if self._is_shut_down:
            return INVALID_REQUEST, "The server has been shut down; only exit is left."
        if method == types.INITIALIZE and self._is_initialized:
            return INVALID_REQUEST, "The server is initialized already."
        if method != types.INITIALIZE and not self._is_initialized:
            return NOT_INITIALIZED, "The server waits for initialize."
        if method not in self.fm.features or _is_notification(method):
            return METHOD_NOT_FOUND, f"Method not found: {method}"
        return None

    def _on_notification(self, method: str, params: object) -> None:
        if method == types.EXIT:
            self.exit_code = 0 if self._is_shut_down else 1
            return
        if not self._is_initialized or self._is_shut_down:
            return
        try:
            if method == types.CANCEL_REQUEST:
                if task := self._running.get(_id_of(params)):
                    task.cancel()
            elif isinstance(params, OversizeMessage):
                self.on_oversize(method, params)
            elif _is_notification(method) and (handler := self.fm.features.get(method)):
                handler(self._structure(method, params))
            elif not method.startswith("$/"):
                logger.debug("No handler for the notification %s", method)
        except JsonRpcException as error:
            logger.warning("A %s notification was ignored: %s", method, error.message)
        except Exception as error:  # noqa: BLE001 - a notification has no reply that could carry it
            log_failure(logger, method, error)

    def _on_response(self, message: dict[str, Any]) -> None:
        method, future = self._awaited.get(_id_of(message), ("", None))
        if future is None or future.done():
            return
        error = message.get("error")
        if error is not None:
            told = error if isinstance(error, dict) else {}
            code = told.get("code")
            code = code if isinstance(code, int) else INTERNAL_ERROR
            future.set_exception(JsonRpcException(message=str(told.get("message")), code=code))
            return
        if method not in types.METHOD_TO_TYPES:
            # One of ours: who has asked reads the answer.
            future.set_result(message.get("result"))
            return
        response_type = types.METHOD_TO_TYPES[method][1]
        try:
            response = self.converter.structure(
                {"id": 0, "jsonrpc": "2.0", "result": message["result"]}, response_type
            )
            future.set_result(getattr(response, "result", None))
        except Exception:  # noqa: BLE001 - cattrs raises many kinds for what the client got wrong
            reason = f"The editor's answer to {method} is malformed."
            future.set_exception(JsonRpcException(message=reason, code=INVALID_PARAMS))

    def _structure(self, method: str, params: object) -> Any:
        """Raises: JsonRpcException (invalid params), naming the method and the place."""
        if method == types.INITIALIZE:
            return _sound_initialize_params(params)
        params_type = types.METHOD_TO_TYPES[method][2]
        if params_type is None:
            return params
        try:
            return self.converter.structure(params, params_type)
        except Exception as error:
            # cattrs raises many kinds for what the client got wrong
            places = "; ".join(transform_error(error, path="params")[:3])
            message = f"Invalid params of {method}: {places}"
            raise JsonRpcException(message=message, code=INVALID_PARAMS) from error

    def _reply(self, msg_id: MsgId, task: asyncio.Task[Any]) -> None:
        self._running.pop(msg_id, None)
        if task.cancelled():
            self._send_error(msg_id, REQUEST_CANCELLED, "Cancelled")
            return
        error = task.exception()
        if error is None:
            self._send({"id": msg_id, "result": self.converter.unstructure(task.result())})
        elif isinstance(error, JsonRpcException):
            self._send_error(msg_id, error.code or INTERNAL_ERROR, error.message or "", error.data)
        else:
            log_failure(logger, "A request", error)
            what = "pt-lsp failed inside; its log says where."
            self._send_error(msg_id, INTERNAL_ERROR, what, ABOUT_FAULTS)

    def _send_error(
        self, msg_id: MsgId | None, code: int | None, message: str | None, data: object = None
    ) -> None:
        said = {} if data is None else {"data": data}
        # It may name files, or quote what an endpoint says, and editors print it.
        sentence = visible_line(message or "")
        self._send({"id": msg_id, "error": {"code": code, "message": sentence, **said}})

    def _send(self, message: dict[str, Any]) -> None:
        if self._muted_id is not None and message.get("id") == self._muted_id and "method" not in message:
            self._muted_id = None
            return
        self.send(encode({"jsonrpc": "2.0", **message}))


def _sound_initialize_params(params: object) -> dict[str, Any]:
    """As decoded: an editor's quirk in one field must not cost the session. Raises JsonRpcException."""
    if isinstance(params, dict) and isinstance(params.get("capabilities"), dict):
        return params
    raise JsonRpcException(message="initialize needs an object with capabilities.", code=INVALID_PARAMS)


def _id_of(message: object) -> MsgId | None:
    """The id that stands in the message, or in the parameters of a cancel; None where none is sound."""
    msg_id = message.get("id") if isinstance(message, dict) else None
    return msg_id if isinstance(msg_id, str | int) and not isinstance(msg_id, bool) else None


def _is_notification(method: str) -> bool:
    return method in types.METHOD_TO_TYPES and types.METHOD_TO_TYPES[method][1] is None
