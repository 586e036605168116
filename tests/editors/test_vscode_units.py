"""The VS Code extension's own unit tests, which need its Node and no editor."""

import subprocess

import pytest

from tests.support.vscode_install import NODE, ROOT


@pytest.mark.vscode
def test_what_the_extension_decides_without_an_editor_is_right() -> None:
    node = NODE.read_text(encoding="utf-8").strip()
    folder = ROOT / "editors" / "vscode"
    files = sorted((folder / "test").glob("*.test.ts"))
    assert files
    ran = subprocess.run(
        [node, "--test", *map(str, files)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
