from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from pt_lsp.workspace.roots import root_of

P, W = PurePosixPath, PureWindowsPath


@pytest.mark.parametrize(
    ("path", "folders", "root"),
    [
        (P("/a/b/c.py"), [P("/a"), P("/a/b"), P("/x")], P("/a/b")),
        (P("/a/b/c.py"), [P("/a/b"), P("/a")], P("/a/b")),
        (P("/ab/c.py"), [P("/a")], None),
        (P("/a/c.py"), [], None),
        (W("C:\\Work\\app\\x.cs"), [W("c:\\work"), W("d:\\work")], W("c:\\work")),
        (W("\\\\server\\share\\x.cs"), [W("\\\\server\\share")], W("\\\\server\\share")),
    ],
)
def test_the_root_is_the_deepest_folder_that_holds_the_file(
    path: PurePath, folders: list[PurePath], root: PurePath | None
) -> None:
    assert root_of(path, folders) == root
