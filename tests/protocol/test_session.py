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
from pt_lsp.errors import Excluded, TextUnknown
from pt_lsp.project.exclusions import Exclusions
from pt_lsp.protocol.session import Session
from pt_lsp.protocol.wire.document_changes import ContentChange, DocumentChange
from pt_lsp.settings.options import CompletionSettings, Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.running import run

URI = "untitled:one"
EXCLUSIONS = Exclusions(IgnoreTree())
lines = st.text(st.sampled_from("ab\n\r🎉ü\f"), max_size=12)


def session_with(text: str) -> Session:
    session = Session("utf-16", lambda _root: Settings(), EXCLUSIONS)
    session.open(item(text))
    return session


def item(text: str, uri: str = URI) -> types.TextDocumentItem:
    return types.TextDocumentItem(uri=uri, language_id="python", version=1, text=text)


def partial(start: int, end: int, text: str) -> ContentChange:
    return ContentChange(types.Range(types.Position(0, start), types.Position(0, end)), text)


def change(session: Session, version: int | None, *changes: ContentChange | None, uri: str = URI) -> None:
    session.change(DocumentChange(uri, version, changes))


def test_changes_count_in_what_the_one_before_has_left() -> None:
    session = session_with("abc")
    change(session, 2, partial(0, 1, "xy"), partial(2, 3, ""))
    snapshot = session.snapshot(URI)
    assert (str(snapshot.text), snapshot.version) == ("xyc", 2)


def test_a_snapshot_is_not_moved_by_what_comes_later() -> None:
    session = session_with("abc")
    before = session.snapshot(URI)
    change(session, 2, partial(0, 3, ""))
    assert (str(before.text), before.version) == ("abc", 1)


@given(lines, st.lists(lines, max_size=4))
def test_a_whole_text_replaces_everything(first: str, others: list[str]) -> None:
    session = session_with(first)
    document = session.find(URI)
    assert document is not None
    for version, text in enumerate(others, 2):
        change(session, version, ContentChange(None, text))
        assert str(session.snapshot(URI).text) == text
        assert document.is_full_sync


def test_how_an_editor_syncs_is_remembered_when_it_opens_anew() -> None:
    session = session_with("abc")
    change(session, 2, ContentChange(None, ""))
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

    session = Session("utf-16", settings_for, EXCLUSIONS)
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
    change(session, 2, partial(0, 1, ""), partial(0, 1, ""))
    change(session, 2, partial(0, 1, ""), uri="untitled:other")
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


def test_a_document_of_which_a_change_cannot_be_read_counts_as_closed_until_its_text_is_told() -> None:
    session, recorder = session_with("abc"), Recorder()
    session.open(item("other", "untitled:other"))
    session.listeners = (recorder,)
    change(session, 2, partial(0, 1, ""), None)
    change(session, 3, partial(0, 1, ""))
    assert session.find(URI) is None
    with pytest.raises(TextUnknown, match="close and open it again"):
        session.snapshot(URI)
    change(session, 2, partial(0, 1, ""), uri="untitled:other")
    change(session, 4, None, ContentChange(None, "new"), partial(0, 1, "N"))
    assert str(session.snapshot(URI).text) == "New"
    assert recorder.told == [f"closed {URI}", "changed ther by 1", "opened New"]


def test_a_document_opened_anew_is_known_again() -> None:
    session, recorder = session_with("abc"), Recorder()
    session.listeners = (recorder,)
    change(session, 2, None)
    session.open(item("new"))
    assert str(session.snapshot(URI).text) == "new"
    change(session, 2, None)
    session.close(URI)
    assert recorder.told == [f"closed {URI}", "opened new", f"closed {URI}"]


def test_a_change_of_which_nobody_can_tell_where_it_was_may_have_been_anywhere() -> None:
    session = session_with("abc")
    session.open(item("other", "untitled:other"))
    session.change(DocumentChange(None, 2, ()))
    assert str(session.snapshot(URI).text) == "abc"
    session.change(DocumentChange(None, 2, (partial(0, 1, ""),)))
    assert session.loss(URI)
    assert session.loss("untitled:other")


def test_a_version_that_the_editor_does_not_count_keeps_the_last_one() -> None:
    session = session_with("abc")
    change(session, None, partial(0, 1, ""))
    document = session.find(URI)
    assert document is not None
    assert (document.version, document.is_versioned) == (1, False)


def test_a_document_is_found_by_any_spelling_of_its_uri_and_told_by_the_one_it_was_opened_with() -> None:
    opened, other = "file:///c%3A/x%20y/a.py", "file:///C:/x y/a.py"
    session = session_with("abc")
    told: list[str] = []

    class Listener(DocumentListener):
        def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:
            told.append(snapshot.uri)

        def closed(self, uri: str) -> None:
            told.append(uri)

    session.listeners = (Listener(),)
    session.open(item("abc", opened))
    change = partial(0, 1, "xy")
    session.change(DocumentChange(other, 2, (change,)))
    assert (str(session.snapshot(other).text), session.snapshot(other).uri) == ("xybc", opened)
    session.close(other)
    assert told == [opened, opened]
    assert session.find(opened) is None


def test_a_document_whose_rules_are_not_read_is_given_out_and_waits_before_it_leaves(tmp_path: Path) -> None:
    async def scenario() -> None:
        (tmp_path / ".gitignore").write_text("a.py\n")
        session = Session("utf-16", lambda _root: Settings(), Exclusions(IgnoreTree()))
        session.folders = [tmp_path]
        uri = uri_of(tmp_path / "a.py")
        session.open(item("a\n", uri))
        snapshot = session.snapshot_to_send(uri)
        assert not session.is_known_to_be_free(snapshot)
        with pytest.raises(Excluded, match="ignores it"):
            await session.let_leave(snapshot)
        with pytest.raises(Excluded, match="ignores it"):
            session.snapshot_to_send(uri)

    run(scenario())
