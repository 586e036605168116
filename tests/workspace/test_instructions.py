import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pt_lsp.workspace.instructions import MOST_CHARACTERS, read_instructions


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_without_a_name_it_is_the_file_at_the_root(root: Path) -> None:
    write(root / "AGENTS.md", "\n# Rules\r\n- Be short.\r\n\r\n")
    assert read_instructions(root, None) == "# Rules\n- Be short."


def test_another_file_can_be_named(root: Path) -> None:
    write(root / "docs/rules.md", "\ufeffx")
    assert read_instructions(root, "docs/rules.md") == "x"


def test_an_empty_name_means_none(root: Path) -> None:
    write(root / "AGENTS.md", "x")
    assert read_instructions(root, "") is None


@pytest.mark.parametrize("name", [None, "no/such", ".", "docs", "a\0b", "\ud800", "x" * 5000])
def test_what_is_no_file_gives_nothing(root: Path, name: str | None) -> None:
    (root / "docs").mkdir()
    assert read_instructions(root, name) is None
    assert read_instructions(root / "gone", name) is None


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe", b"caf\xe9", b"a\0b"])
def test_what_holds_no_text_gives_nothing(root: Path, content: bytes) -> None:
    write(root / "AGENTS.md", content)
    assert read_instructions(root, None) is None


def test_nothing_outside_of_the_root_is_read(root: Path) -> None:
    outside = root.parent / "outside.md"
    write(outside, "private")
    write(root.parent / "project2/AGENTS.md", "private")
    for name in ("../outside.md", "docs/../../outside.md", str(outside), "../project2/AGENTS.md"):
        assert read_instructions(root, name) is None


def test_a_link_that_leads_out_is_not_followed(root: Path) -> None:
    write(root.parent / "private/notes.md", "private")
    (root / "AGENTS.md").symlink_to(root.parent / "private/notes.md")
    (root / "docs").symlink_to(root.parent / "private")
    assert read_instructions(root, None) is None
    assert read_instructions(root, "docs/notes.md") is None
    (root / "loop").symlink_to(root / "loop")
    assert read_instructions(root, "loop") is None


def test_a_link_within_the_root_is_followed_also_where_the_root_is_one(root: Path) -> None:
    write(root / "docs/rules.md", "x")
    (root / "AGENTS.md").symlink_to("docs/rules.md")
    (root.parent / "link").symlink_to(root)
    assert read_instructions(root.parent / "link", None) == "x"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes among its files")
def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "AGENTS.md")
    assert read_instructions(root, None) is None


def test_a_long_file_ends_at_a_line_end(root: Path) -> None:
    write(root / "AGENTS.md", "Every line is this long.\n" * 10_000)
    text = read_instructions(root, None)
    assert text is not None
    assert MOST_CHARACTERS - 25 < len(text) <= MOST_CHARACTERS
    assert text.endswith("long.")


@pytest.mark.parametrize("n_bytes_before", [0, 1, 2])
def test_a_character_cut_by_the_bound_spoils_nothing(root: Path, n_bytes_before: int) -> None:
    write(root / "AGENTS.md", "x" * n_bytes_before + "\u20ac" * 50_000)
    text = read_instructions(root, None)
    assert text is not None
    assert len(text) == MOST_CHARACTERS


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(alphabet="ab \n\r\u20ac", max_size=200), repeats=st.integers(1, 100))
def test_whatever_it_holds_the_text_is_a_beginning_within_the_bound(
    root: Path, content: str, repeats: int
) -> None:
    whole = content * repeats
    write(root / "AGENTS.md", whole)
    text = read_instructions(root, None) or ""
    assert len(text) <= MOST_CHARACTERS
    assert whole.replace("\r\n", "\n").replace("\r", "\n").strip().startswith(text)
