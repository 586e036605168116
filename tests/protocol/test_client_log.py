import logging

import pytest
from lsprotocol import types

from pt_lsp.errors import log_failure
from pt_lsp.protocol.client_log import ClientLogHandler


def sent(*records: tuple[int, str]) -> list[tuple[types.MessageType, str]]:
    """What the client is sent of the records."""
    found: list[types.LogMessageParams] = []
    handler = ClientLogHandler(found.append)
    for level, message in records:
        record = logging.LogRecord("pt_lsp", level, __file__, 1, message, None, None)
        if level >= handler.level:
            handler.handle(record)
    return [(params.type, params.message) for params in found]


def test_warnings_and_errors_are_sent() -> None:
    records = ((logging.INFO, "one"), (logging.WARNING, "two"), (logging.ERROR, "three"))
    assert sent(*records) == [(types.MessageType.Warning, "two"), (types.MessageType.Error, "three")]


def test_a_traceback_stays_here() -> None:
    found: list[types.LogMessageParams] = []
    log = logging.getLogger("pt_lsp.test")
    log.addHandler(ClientLogHandler(found.append))
    log_failure(log, "It", ValueError("text"))
    log.handlers.clear()
    assert [params.message for params in found] == ["It failed with ValueError"]


def test_a_line_break_and_a_control_are_shown_as_what_they_are() -> None:
    said = sent((logging.WARNING, "a\n2026 ERROR b\x1b]52;c;x\x07\u202e"))
    assert said == [(types.MessageType.Warning, r"a\n2026 ERROR b\x1b]52;c;x\x07\u202e")]


def test_a_client_that_cannot_be_told_fails_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_params: types.LogMessageParams) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(logging, "raiseExceptions", False)
    ClientLogHandler(fail).handle(logging.LogRecord("pt_lsp", logging.ERROR, "", 1, "x", None, None))


def test_a_line_that_repeats_the_last_one_is_said_once() -> None:
    said = sent(*[(logging.WARNING, text) for text in ("one", "one", "two", "one")])
    assert [message for _, message in said] == ["one", "two", "one"]
