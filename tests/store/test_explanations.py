import logging
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.store import explanations, json_file
from pt_lsp.store.explanations import (
    MAX_AGE_S,
    MAX_RECORDS,
    Explanations,
    StoredExplanation,
    explanations_folder,
)

URI = "file:///c%3A/project/a%20b.py"


def record(
    question: str = "add", *, uri: str = URI, age_s: float = 0.0, markdown: str = "It adds."
) -> StoredExplanation:
    return StoredExplanation(
        uri=uri,
        question=question,
        asked="model",
        code="code",
        first="first",
        first_line=3,
        n_lines=2,
        names=("Sum", "add"),
        is_about_code=True,
        signatures=(("path", "line"),),
        secrets=((4, 9),),
        markdown=markdown,
        saved_s=time.time() - age_s,
    )


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_kept_is_found_by_another_server(tmp_path: Path) -> None:
    kept = record(markdown="\ud83d \x00\r\n\u2028é")
    Explanations(tmp_path / "deep" / "explanations").keep(kept)
    store = Explanations(tmp_path / "deep" / "explanations")
    assert store.of(URI) == [kept]
    assert store.of("file:///C:/project/a%20b.py") == [kept]
    assert store.of("file:///other.py") == []


def test_a_question_of_a_document_has_one_answer(tmp_path: Path) -> None:
    store = Explanations(tmp_path)
    store.keep(other := record(uri="file:///other.py"))
    store.keep(record())
    store.keep(second := record("sub", age_s=-1))
    store.keep(newer := record(markdown="It sums."))
    assert store.of(URI) == [newer, second]
    assert store.of(other.uri) == [other]


def test_a_document_can_be_forgotten(tmp_path: Path) -> None:
    store = Explanations(tmp_path)
    store.drop(URI)
    store.keep(record())
    store.keep(record("sub"))
    store.keep(other := record(uri="file:///other.py"))
    store.drop(URI)
    assert store.of(URI) == []
    assert store.of(other.uri) == [other]


def test_the_newest_are_kept_and_none_that_is_too_old_or_too_long(tmp_path: Path) -> None:
    store = Explanations(tmp_path)
    store.keep(record("old", age_s=MAX_AGE_S - 60))
    for number in range(MAX_RECORDS):
        store.keep(record(str(number), age_s=1000 - number))
    assert [each.question for each in store.of(URI)] == [str(number) for number in range(MAX_RECORDS)]
    store.keep(record("0", markdown="x" * explanations.MAX_BYTES))
    store.keep(replace(record("1"), saved_s=time.time() - MAX_AGE_S - 60))
    assert {each.question for each in store.of(URI)}.isdisjoint({"0", "1", "old"})


@pytest.mark.parametrize(
    "damage",
    [
        *(b"", b'{"format": 1, "uri": "', b"[]", b"\xff\xfe", b"null", b'{"format": 1}', b'{"format": 2}'),
        b"[" * 100_000,
        b'{"format": 1, "uri": "", "question": "", "asked": "", "code": "", "first_line": 1e999}',
    ],
)
def test_a_damaged_file_is_told_of_and_removed_and_the_others_are_given(
    tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    store = Explanations(tmp_path)
    store.keep(record("damaged"))
    (path,) = tmp_path.iterdir()
    store.keep(sound := record("sound"))
    path.write_bytes(damage)
    with caplog.at_level(logging.INFO):
        assert store.of(URI) == [sound]
    assert not path.exists()
    assert "was damaged" in caplog.text


def test_servers_that_share_the_folder_lose_nothing(tmp_path: Path) -> None:
    record = "StoredExplanation(URI, each, '', '', '', 0, 1, (), True, (), (), 'x' * 5000, time.time())"
    code = (
        f"import sys, pathlib, time; from pt_lsp.store.explanations import *; URI = {URI!r}\n"
        "store, name = Explanations(pathlib.Path(sys.argv[1])), sys.argv[2]\n"
        "for n in range(40):\n"
        "    for each in (name, 'shared'):\n"
        f"        store.keep({record})\n"
        "    assert {name, 'shared'} <= {record.question for record in store.of(URI)}\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "xyz"]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert {each.question for each in Explanations(tmp_path).of(URI)} == {"shared", "x", "y", "z"}
    assert len(files(tmp_path)) == 4


def test_the_folder_lies_beside_the_statistics() -> None:
    assert explanations_folder() == json_file.state_folder() / "explanations"
