import logging

from lsprotocol import types

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
    assert sent((logging.ERROR, "It failed at\n  File x")) == [(types.MessageType.Error, "It failed at")]


def test_a_line_that_repeats_the_last_one_is_said_once() -> None:
    said = sent(*[(logging.WARNING, text) for text in ("one", "one", "two", "one")])
    assert [message for _, message in said] == ["one", "two", "one"]
