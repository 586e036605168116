from pathlib import Path

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.documents.uris import uri_of
from pt_lsp.settings.options import Settings


def snapshot(uri: str) -> Snapshot:
    return Snapshot(uri, "python", 1, Text.of("first\nsecond\n"), Settings())


def test_prefix_and_suffix_are_all_that_lies_before_and_after() -> None:
    assert snapshot("untitled:1").prefix(8) == "first\nse"
    assert snapshot("untitled:1").suffix(8) == "cond\n"


def test_a_file_has_a_path_and_an_unsaved_document_none() -> None:
    path = Path.cwd() / "a b.py"
    assert snapshot(uri_of(path)).path == path
    assert snapshot("untitled:Untitled-1").path is None
