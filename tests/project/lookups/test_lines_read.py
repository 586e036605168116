"""Lines of a file, as a model asks for them and reads them."""

from pathlib import Path
from typing import Any

import pytest

from pt_lsp.settings.options import ContextSettings, Settings
from tests.support.indexed_workspace import Workspace, with_workspace
from tests.support.looked_up import LookedUp, look_up

NUMBERED = "".join(f"line {n}\n" for n in range(1, 501))
FILES = (
    f"-- app/main.py --\nx = 1\n-- app/long.md --\n{NUMBERED}-- app/empty.py --\n-- tsconfig.json --\n{{}}\n"
)


@pytest.mark.parametrize(
    ("arguments", "first_line", "last_line"),
    [
        ({"path": "app/long.md", "first": 3, "last": 5}, "app/long.md (lines 3 to 5 of 500):", "line 5"),
        ({"path": "app/long.md", "first": 0, "last": 1}, "app/long.md (lines 1 to 1 of 500):", "line 1"),
        (
            {"path": "app/long.md", "first": 499, "last": 900},
            "app/long.md (lines 499 to 500 of 500):",
            "line 500",
        ),
        ({"path": "app/long.md", "first": 400}, "app/long.md (lines 400 to 500 of 500):", "line 500"),
        (
            {"path": "app/long.md", "first": 1, "last": 500},
            "app/long.md (lines 1 to 200 of 500):",
            "Lines 201 to 500 were left out: read them next.",
        ),
        ({"path": "./long.md", "first": 7, "last": 7}, "app/long.md (lines 7 to 7 of 500):", "line 7"),
        ({"path": "app/main.py"}, "app/main.py (lines 1 to 1 of 1):", "x = 1"),
        ({"path": "app/empty.py"}, "app/empty.py (lines 1 to 1 of 1):", ""),
        ({"path": "tsconfig.json"}, "tsconfig.json (lines 1 to 1 of 1):", "{}"),
    ],
)
def test_lines_are_shown_below_their_place(
    tmp_path: Path, arguments: dict[str, Any], first_line: str, last_line: str
) -> None:
    lines = look_up(tmp_path, FILES, "read_lines", **arguments).split("\n")
    assert (lines[0], lines[-1]) == (first_line, last_line)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"path": "app/long.md", "first": 501}, "`app/long.md` has 500 lines only."),
        ({"path": "app/long.md", "first": 9, "last": 3}, "`last` (3) is before `first` (9)."),
        ({"path": "app/long.md", "first": "9"}, "`first` has to be a whole number."),
        ({"path": "app/long.md", "first": 10**40}, "`first` is no number of a line."),
        ({"path": "app/missing.py"}, "There is no file `app/missing.py` that can be read."),
        ({"path": ""}, "`path` is missing: give the file that is to be read."),
        ({"path": 3}, "`path` has to be a text."),
        ({}, "`path` is missing: give the file that is to be read."),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, arguments: dict[str, Any], sentence: str) -> None:
    assert look_up(tmp_path, FILES, "read_lines", **arguments) == sentence


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/etc/passwd",
            "../x.py",
            "app/../../x.py",
            "app//main.py",
            "~/x.py",
            "~root/x",
            "C:/x.py",
            "C:x.py",
        ),
        *(
            "app\\main.py",
            "\\\\host\\share\\x",
            "app/main.py:stream",
            "a\0b",
            "app/\u202emain.py",
            "app/main.py\n",
        ),
        *("file:///etc/passwd", "./../x", "app/./main.py", "//host/x", "app/main.py.", "app/main.py "),
    ],
)
def test_a_path_that_is_none_in_the_project_is_refused(tmp_path: Path, path: str) -> None:
    told = look_up(tmp_path, FILES, "read_lines", path=path)
    assert "is no path in this project" in told or told.startswith("There is no file `")
    assert "x = 1" not in told
    assert "\u202e" not in told


def test_long_lines_and_long_texts_are_bounded(tmp_path: Path) -> None:
    text = "x = 1\n" + "y" * 4_000 + "\n" + "z = '0123456789 0123456789'\n" * 2_000
    found = look_up(tmp_path, f"-- a.py --\n-- b.py --\n{text}", "read_lines", path="b.py")
    assert found.startswith("b.py (lines 1 to 144 of 2002):\nx = 1\n(a line of 4,000 characters)\nz = ")
    wide = "".join(f"z{n} = '{'ab ' * 80}'\n" for n in range(100))
    found = look_up(tmp_path, f"-- a.py --\n-- b.py --\n{wide}", "read_lines", path="b.py")
    assert found.endswith("Lines 21 to 100 were left out: read them next.")
    assert len(found) < 5_200


@with_workspace
async def test_what_an_editor_has_open_counts_before_the_disk(workspace: Workspace) -> None:
    looked_up = LookedUp(workspace)
    await looked_up.write("-- a.py --\n-- b.py --\ndisk = 1\n")
    await looked_up.open("b.py", "editor = 1\n")
    await looked_up.open("untitled:new", "unsaved = 1\n")
    assert (await looked_up("read_lines", path="b.py")).endswith("\neditor = 1")
    assert (await looked_up("read_lines", path="new")).endswith("\nunsaved = 1")
    looked_up.close("b.py")
    workspace.write({"b.py": "newer = 1\n"})
    assert (await looked_up("read_lines", path="b.py")).endswith("\nnewer = 1")


@with_workspace
async def test_in_several_folders_the_documents_own_is_meant_first(workspace: Workspace) -> None:
    looked_up = LookedUp(workspace)
    folders = [workspace.root / "one", workspace.root / "two"]
    workspace.indexing.folders_changed(folders)
    looked_up.lookups.folders_changed(folders)
    await looked_up.write(
        "-- two/a.py --\n-- one/b.py --\none = 1\n-- two/b.py --\ntwo = 2\n-- one/c.py --\nc = 3\n"
    )
    assert (await looked_up("read_lines", path="b.py")).endswith("\ntwo = 2")
    assert (await looked_up("read_lines", path="c.py")).endswith("\nc = 3")


@with_workspace
async def test_the_document_itself_is_read_as_the_prompt_has_it(workspace: Workspace) -> None:
    workspace.settings = Settings(context=ContextSettings(open_files=False, workspace_files=False))
    looked_up = LookedUp(workspace)
    await looked_up.write("-- a.py --\nasked = 1\n-- b.py --\nb = 1\n")
    looked_up.lookups.changed(workspace.snapshot("a.py", "typed = 1\n"), [])
    assert (await looked_up("read_lines", path="a.py")).endswith("\nasked = 1")
    assert await looked_up("read_lines", path="b.py") == "There is no file `b.py` that can be read."
