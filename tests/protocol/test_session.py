from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.documents.uris import uri_of
from pt_lsp.protocol.session import Session
from pt_lsp.settings.options import CompletionSettings, Settings

URI = "untitled:one"
lines = st.text(st.sampled_from("ab\n\r🎉ü\f"), max_size=12)


def session_with(text: str) -> Session:
    session = Session("utf-16", lambda _root: Settings())
    session.open(URI, "python", 1, text)
    return session


def partial(start: int, end: int, text: str) -> types.TextDocumentContentChangePartial:
    range_ = types.Range(start=types.Position(0, start), end=types.Position(0, end))
    return types.TextDocumentContentChangePartial(range=range_, text=text)


def test_changes_count_in_what_the_one_before_has_left() -> None:
    session = session_with("abc")
    session.document(URI).change(2, [partial(0, 1, "xy"), partial(2, 3, "")], "utf-16")
    snapshot = session.snapshot(URI)
    assert (str(snapshot.text), snapshot.version) == ("xyc", 2)


def test_a_snapshot_is_not_moved_by_what_comes_later() -> None:
    session = session_with("abc")
    before = session.snapshot(URI)
    session.document(URI).change(2, [partial(0, 3, "")], "utf-16")
    assert (str(before.text), before.version) == ("abc", 1)


@given(lines, st.lists(lines, max_size=4))
def test_a_whole_text_replaces_everything(first: str, others: list[str]) -> None:
    session = session_with(first)
    document = session.document(URI)
    for version, text in enumerate(others, 2):
        document.change(version, [types.TextDocumentContentChangeWholeDocument(text=text)], "utf-16")
        assert str(session.snapshot(URI).text) == text
        assert document.is_full_sync


def test_how_an_editor_syncs_is_remembered_when_it_opens_anew() -> None:
    session = session_with("abc")
    session.document(URI).change(2, [types.TextDocumentContentChangeWholeDocument(text="")], "utf-16")
    session.open(URI, "python", 1, "new")
    assert session.document(URI).is_full_sync


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

    session = Session("utf-16", settings_for)
    session.folders = [tmp_path, tmp_path / "inner"]
    for uri in (uri_of(tmp_path / "inner" / "a.py"), uri_of(tmp_path / "a.py"), URI):
        session.open(uri, "python", 1, "")
        assert session.snapshot(uri).settings.completion.max_tokens == 7
    assert asked == [tmp_path / "inner", tmp_path, None]


def test_nothing_is_kept_of_closed_documents() -> None:
    session = session_with("")
    for number in range(100):
        session.open(f"untitled:{number}", "python", 1, "text")
        session.close(f"untitled:{number}")
    assert list(session._documents) == [URI]
