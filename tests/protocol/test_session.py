from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.documents.change import Change
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import uri_of
from pt_lsp.protocol.session import Session
from pt_lsp.settings.options import CompletionSettings, Settings

URI = "untitled:one"
lines = st.text(st.sampled_from("ab\n\r🎉ü\f"), max_size=12)


def session_with(text: str) -> Session:
    session = Session("utf-16", lambda _root: Settings(), lambda _snapshot, _root: None)
    session.open(item(text))
    return session


def item(text: str, uri: str = URI) -> types.TextDocumentItem:
    return types.TextDocumentItem(uri=uri, language_id="python", version=1, text=text)


def partial(start: int, end: int, text: str) -> types.TextDocumentContentChangePartial:
    range_ = types.Range(start=types.Position(0, start), end=types.Position(0, end))
    return types.TextDocumentContentChangePartial(range=range_, text=text)


def test_changes_count_in_what_the_one_before_has_left() -> None:
    session = session_with("abc")
    session.change(URI, 2, [partial(0, 1, "xy"), partial(2, 3, "")])
    snapshot = session.snapshot(URI)
    assert (str(snapshot.text), snapshot.version) == ("xyc", 2)


def test_a_snapshot_is_not_moved_by_what_comes_later() -> None:
    session = session_with("abc")
    before = session.snapshot(URI)
    session.change(URI, 2, [partial(0, 3, "")])
    assert (str(before.text), before.version) == ("abc", 1)


@given(lines, st.lists(lines, max_size=4))
def test_a_whole_text_replaces_everything(first: str, others: list[str]) -> None:
    session = session_with(first)
    document = session.find(URI)
    assert document is not None
    for version, text in enumerate(others, 2):
        session.change(URI, version, [types.TextDocumentContentChangeWholeDocument(text=text)])
        assert str(session.snapshot(URI).text) == text
        assert document.is_full_sync


def test_how_an_editor_syncs_is_remembered_when_it_opens_anew() -> None:
    session = session_with("abc")
    session.change(URI, 2, [types.TextDocumentContentChangeWholeDocument(text="")])
    session.open(item("new"))
    document = session.find(URI)
    assert document is not None
    assert document.is_full_sync


def test_a_document_that_is_not_open_is_named() -> None:
    session = session_with("")
    session.close(URI)
    session.close(URI)
    assert session.find(URI) is None
    with pytest.raises(JsonRpcInvalidParams, match=URI):
        session.snapshot(URI)


def test_settings_are_those_of_the_deepest_folder(tmp_path: Path) -> None:
    asked: list[Path | None] = []

    def settings_for(root: Path | None) -> Settings:
        asked.append(root)
        return Settings(completion=CompletionSettings(max_tokens=7))

    session = Session("utf-16", settings_for, lambda _snapshot, _root: None)
    session.folders = [tmp_path, tmp_path / "inner"]
    for uri in (uri_of(tmp_path / "inner" / "a.py"), uri_of(tmp_path / "a.py"), URI):
        session.open(item("", uri))
        assert session.snapshot(uri).settings.completion.max_tokens == 7
    assert list(dict.fromkeys(asked)) == [tmp_path / "inner", tmp_path, None]


def test_nothing_is_kept_of_closed_documents() -> None:
    session = session_with("")
    for number in range(100):
        session.open(item("text", f"untitled:{number}"))
        session.close(f"untitled:{number}")
    assert list(session._documents) == [URI]


class Recorder(DocumentListener):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def opened(self, snapshot: Snapshot) -> None:
        self.told.append(f"opened {snapshot.text}")

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
        self.told.append(f"changed {snapshot.text} by {len(changes)}")

    def closed(self, uri: str) -> None:
        self.told.append(f"closed {uri}")


class Broken(DocumentListener):
    """Fails at whatever it is told."""

    def opened(self, snapshot: Snapshot) -> None:
        raise ValueError(snapshot.text)

    changed = opened  # type: ignore[assignment]
    closed = opened  # type: ignore[assignment]


def test_listeners_are_told_in_order_and_a_document_opened_anew_is_closed_before() -> None:
    session, recorder = session_with("before"), Recorder()
    session.listeners = (recorder,)
    session.open(item("abc"))
    session.change(URI, 2, [partial(0, 1, ""), partial(0, 1, "")])
    session.change("untitled:other", 2, [partial(0, 1, "")])
    session.close(URI)
    session.close(URI)
    assert recorder.told == [f"closed {URI}", "opened abc", "changed c by 2", f"closed {URI}"]


def test_a_listener_that_fails_leaves_the_others_told_and_its_text_out_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    session, recorder = session_with(""), Recorder()
    session.listeners = (Broken(), recorder)
    session.open(item("secret"))
    session.close(URI)
    assert recorder.told == [f"closed {URI}", "opened secret", f"closed {URI}"]
    assert "Broken was told of a document, and failed" in caplog.text
    assert "secret" not in caplog.text
