import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from pt_lsp.protocol.wire.boundary import bounded
from pt_lsp.protocol.wire.dispatch import Dispatcher
from pt_lsp.protocol.wire.framing import BadFrame, FrameDecoder
from tests.support.running import run

RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
ACTION = {"textDocument": {"uri": "a:b"}, "range": RANGE, "context": {"diagnostics": []}}
CODE_ACTION = "textDocument/codeAction"
COMMAND = "workspace/executeCommand"
OPEN = "textDocument/didOpen"
USERS_TEXT = "text of the user's file"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["textDocument", "range", "context", "uri", "start", "command", "arguments"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
Handler = Callable[..., Coroutine[Any, Any, Any]]


class Desk:
    """A dispatcher with three handlers, and all that it sends."""

    def __init__(self) -> None:
        server = LanguageServer("test", "1", protocol_cls=Dispatcher, converter_factory=default_converter)
        assert isinstance(server.protocol, Dispatcher)
        self.server = server
        self.dispatcher = server.protocol
        self.sent: list[Any] = []
        self.opened: list[str] = []
        self.started = asyncio.Event()
        self.cancelled = asyncio.Event()
        self.dispatcher.send = lambda data: self.sent.extend(FrameDecoder().feed(data))
        handlers: dict[str, Handler] = {
            types.INITIALIZE: self._initialize,
            types.SHUTDOWN: self._nothing,
            CODE_ACTION: self._actions,
            COMMAND: self._command,
        }
        for method, handler in handlers.items():
            server.feature(method)(bounded(method, handler))
        server.feature(OPEN)(partial(self._open))  # pygls sets attributes, which a method does not take

    async def say(self, *messages: Any) -> Any:
        """Receive messages as the main loop does; gives what was sent last."""
        for message in messages:
            self.dispatcher.receive(message)
            await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        return self.sent[-1] if self.sent else None

    async def begin(self) -> "Desk":
        await self.say(request("i", "initialize", {"capabilities": {}}))
        self.sent.clear()
        return self

    async def _initialize(self, params: Any) -> Any:
        return {"capabilities": params["capabilities"]}

    async def _nothing(self, _params: Any) -> None:
        return None

    async def _actions(self, _params: types.CodeActionParams) -> list[types.CodeAction]:
        return [types.CodeAction(title="one")]

    async def _command(self, params: types.ExecuteCommandParams) -> Any:
        if params.command == "fail":
            raise ValueError(USERS_TEXT)
        if params.command == "refuse":
            raise JsonRpcException(message="not here", code=-32803)
        if params.command == "return":
            return "done"
        self.started.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()

    def _open(self, params: types.DidOpenTextDocumentParams) -> None:
        if params.text_document.uri == "bad:":
            raise ValueError(USERS_TEXT)
        self.opened.append(params.text_document.uri)


def request(msg_id: Any, method: str, params: Any = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": msg_id, "method": method, "params": params}


def notification(method: str, params: Any = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def did_open(uri: str) -> dict[str, Any]:
    item = {"uri": uri, "languageId": "python", "version": 1, "text": ""}
    return notification(OPEN, {"textDocument": item})


def error_of(reply: Any) -> tuple[Any, int]:
    assert set(reply) == {"jsonrpc", "id", "error"}
    assert set(reply["error"]) <= {"code", "message", "data"}
    assert set(reply["error"].get("data", ())) <= {"code", "fix"}
    return reply["id"], reply["error"]["code"]


def at_a_desk(scenario: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
    async def seated() -> None:
        await scenario(await Desk().begin())

    run(seated())


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        (BadFrame(-32700, "no JSON"), (None, -32700)),
        ([request(1, "shutdown")], (None, -32600)),
        ([], (None, -32600)),
        ("text", (None, -32600)),
        (None, (None, -32600)),
        ({"id": 1, "method": "shutdown"}, (1, -32600)),
        ({"jsonrpc": "1.0", "id": 1, "method": "shutdown"}, (1, -32600)),
        ({"jsonrpc": "2.0", "id": 1}, (1, -32600)),
        ({"jsonrpc": "2.0", "id": 1, "method": 7}, (1, -32600)),
        ({"jsonrpc": "2.0"}, (None, -32600)),
        (request(None, "shutdown"), (None, -32600)),
        (request(1.5, "shutdown"), (None, -32600)),
        (request(True, "shutdown"), (None, -32600)),
        (request([], "shutdown"), (None, -32600)),
        (request(1, "initialize", {"capabilities": {}}), (1, -32600)),
        (request(1, "no/such"), (1, -32601)),
        (request(1, "textDocument/hover", {}), (1, -32601)),
        (request(1, OPEN, {}), (1, -32601)),
        (request("a", CODE_ACTION), ("a", -32602)),
        (request("a", CODE_ACTION, []), ("a", -32602)),
        (request("a", CODE_ACTION, ACTION | {"range": 3}), ("a", -32602)),
        (request(0, COMMAND, {"command": "fail"}), (0, -32603)),
        (request(0, COMMAND, {"command": "refuse"}), (0, -32803)),
    ],
)
def test_each_wrong_message_gets_its_error_and_nothing_else(message: Any, reply: tuple[Any, int]) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(message)
        assert [error_of(sent) for sent in desk.sent] == [reply]
        assert (await desk.say(request(99, COMMAND, {"command": "return"})))["result"] == "done"

    at_a_desk(scenario)


@given(st.sampled_from([CODE_ACTION, COMMAND, OPEN, "no/such"]), st.booleans(), json_values)
def test_no_parameters_whatever_get_less_or_more_than_one_reply(
    method: str, is_request: bool, params: Any
) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(request(1, method, params) if is_request else notification(method, params))
        await desk.dispatcher.stop()
        for _ in range(5):
            await asyncio.sleep(0)
        assert [sent["id"] for sent in desk.sent] == ([1] if is_request else [])

    at_a_desk(scenario)


def test_invalid_params_name_the_method_and_the_place() -> None:
    async def scenario(desk: Desk) -> None:
        wrong = await desk.say(request(1, CODE_ACTION, ACTION | {"context": {"diagnostics": [{}]}}))
        assert CODE_ACTION in wrong["error"]["message"]
        assert "diagnostics" in wrong["error"]["message"]

    at_a_desk(scenario)


def test_before_initialize_requests_are_refused_and_notifications_dropped() -> None:
    async def scenario() -> None:
        desk = Desk()
        assert error_of(await desk.say(did_open("a:b"), request(1, CODE_ACTION, ACTION))) == (1, -32002)
        assert desk.opened == []

    run(scenario())


def test_a_malformed_initialize_can_be_followed_by_a_sound_one() -> None:
    async def scenario() -> None:
        desk = Desk()
        wrong: tuple[Any, ...] = (None, [], {}, {"capabilities": None})
        for params in wrong:
            assert error_of(await desk.say(request(1, "initialize", params))) == (1, -32602)
        assert (await desk.say(request(2, "initialize", {"capabilities": {}})))["id"] == 2
        assert "result" in desk.sent[-1]

    run(scenario())


def test_after_shutdown_only_exit_is_left() -> None:
    async def scenario(desk: Desk) -> None:
        assert (await desk.say(request(1, "shutdown")))["result"] is None
        assert error_of(await desk.say(request(2, CODE_ACTION, ACTION), did_open("a:b"))) == (2, -32600)
        assert desk.opened == []
        await desk.say(notification("exit"))
        assert desk.dispatcher.exit_code == 0

    at_a_desk(scenario)


def test_exit_without_shutdown_is_an_error() -> None:
    async def scenario(desk: Desk) -> None:
        assert desk.dispatcher.exit_code is None
        await desk.say(notification("exit"))
        assert desk.dispatcher.exit_code == 1

    at_a_desk(scenario)


def test_a_cancelled_request_ends_and_answers_that_it_was_cancelled() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(request(1, COMMAND, {"command": "wait"}))
        assert desk.sent == []
        assert error_of(await desk.say(notification("$/cancelRequest", {"id": 1}))) == (1, -32800)
        assert desk.cancelled.is_set()
        await desk.say(notification("$/cancelRequest", {"id": 1}))
        assert len(desk.sent) == 1

    at_a_desk(scenario)


def test_a_cancel_right_behind_its_request_still_lets_the_handler_see_it() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(request(1, COMMAND, {"command": "wait"}), notification("$/cancelRequest", {"id": 1}))
        assert [error_of(sent) for sent in desk.sent] == [(1, -32800)]

    at_a_desk(scenario)


@pytest.mark.parametrize("params", [None, {}, {"id": None}, {"id": []}, {"id": 99}, 3])
def test_a_cancel_of_nothing_is_harmless(params: Any) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(notification("$/cancelRequest", params))
        assert desk.sent == []

    at_a_desk(scenario)


def test_the_id_of_a_running_request_cannot_be_used_again() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(request(1, COMMAND, {"command": "wait"}))
        assert error_of(await desk.say(request(1, COMMAND, {"command": "return"}))) == (1, -32600)
        await desk.say(notification("$/cancelRequest", {"id": 1}))
        assert (await desk.say(request(1, COMMAND, {"command": "return"})))["result"] == "done"

    at_a_desk(scenario)


def test_shutdown_ends_what_runs() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(request(1, COMMAND, {"command": "wait"}), request(2, "shutdown"))
        assert {sent["id"] for sent in desk.sent} == {1, 2}
        assert desk.cancelled.is_set()

    at_a_desk(scenario)


def test_stopping_ends_what_runs() -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(request(1, COMMAND, {"command": "wait"}))
        await desk.dispatcher.stop()
        assert desk.cancelled.is_set()

    at_a_desk(scenario)


def test_a_failure_inside_shows_its_kind_but_never_its_text(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(desk: Desk) -> None:
        failed = await desk.say(request(1, COMMAND, {"command": "fail"}))
        assert "ValueError" in failed["error"]["message"]
        await desk.say(did_open("bad:"))
        assert len(desk.sent) == 1
        assert USERS_TEXT not in str(desk.sent) + caplog.text
        assert [r.levelname for r in caplog.records if r.name.startswith("pt_lsp")] == ["ERROR", "ERROR"]

    with caplog.at_level(logging.INFO):
        at_a_desk(scenario)


def test_a_malformed_notification_is_named_in_the_log_and_left(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.say(notification(OPEN, {"textDocument": {}}), notification("no/such"), notification("$/x"))
        assert desk.sent == []
        await desk.say(did_open("a:b"))
        assert desk.opened == ["a:b"]

    at_a_desk(scenario)
    assert [OPEN in message for message in caplog.messages] == [True]


def test_the_clients_answer_reaches_the_one_who_asked() -> None:
    async def scenario(desk: Desk) -> None:
        params = types.ApplyWorkspaceEditParams(edit=types.WorkspaceEdit())
        asking = asyncio.create_task(desk.server.workspace_apply_edit_async(params))
        sent = await desk.say()
        assert sent["method"] == "workspace/applyEdit"
        await desk.say({"jsonrpc": "2.0", "id": sent["id"], "result": {"applied": True}})
        assert (await asking).applied is True
        assert desk.dispatcher._awaited == {}

    at_a_desk(scenario)


@pytest.mark.parametrize(
    "answer",
    [
        {"error": {"code": -1, "message": "no"}},
        {"error": "no"},
        {"error": {"code": "x"}},
        {"result": {"applied": []}, "error": {}},
        {"result": "nonsense"},
        {"result": None},
    ],
)
def test_an_answer_that_is_an_error_or_malformed_is_raised(answer: Any) -> None:
    async def scenario(desk: Desk) -> None:
        params = types.ApplyWorkspaceEditParams(edit=types.WorkspaceEdit())
        asking = asyncio.create_task(desk.server.workspace_apply_edit_async(params))
        sent = await desk.say()
        await desk.say({"jsonrpc": "2.0", "id": sent["id"], **answer})
        with pytest.raises(JsonRpcException):
            await asking

    at_a_desk(scenario)


def test_a_late_answer_of_the_client_is_harmless() -> None:
    async def scenario(desk: Desk) -> None:
        asking = asyncio.create_task(
            desk.server.workspace_configuration_async(types.ConfigurationParams(items=[]))
        )
        sent = await desk.say()
        asking.cancel()
        await asyncio.wait([asking])
        n_sent = len(desk.sent)
        for _ in range(2):
            await desk.say({"jsonrpc": "2.0", "id": sent["id"], "result": []})
        unknowns: tuple[Any, ...] = (None, [], 999, "x")
        for unknown in unknowns:
            await desk.say({"jsonrpc": "2.0", "id": unknown, "result": []})
        assert desk.sent[n_sent:] == []

    at_a_desk(scenario)


def test_a_question_without_interest_in_the_answer_leaves_nothing_behind() -> None:
    async def scenario(desk: Desk) -> None:
        desk.dispatcher.request_in_background(
            "workspace/textDocumentContent/refresh", types.TextDocumentContentRefreshParams(uri="ptlsp:/x")
        )
        sent = await desk.say()
        assert sent["params"] == {"uri": "ptlsp:/x"}
        await desk.say({"jsonrpc": "2.0", "id": sent["id"], "error": {"code": 1, "message": "no"}})
        assert desk.dispatcher._awaited == {}

    at_a_desk(scenario)


def test_a_reply_that_was_given_already_is_given_once() -> None:
    async def scenario() -> None:
        desk = Desk()
        first = request(1, "initialize", {"capabilities": {}})
        desk.dispatcher.mute(first)
        await desk.say(first)
        assert desk.sent == []
        assert (await desk.say(request(1, COMMAND, {"command": "return"})))["result"] == "done"

    run(scenario())
