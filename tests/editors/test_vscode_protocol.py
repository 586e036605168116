"""The VS Code extension's types are the server's."""

from tests.editors.vscode_protocol import COMMAND, FILE, protocol


def test_the_extension_knows_what_the_server_says_and_takes() -> None:
    assert FILE.read_text(encoding="utf-8").split() == protocol().split(), (
        f"stale: run {COMMAND}, then format"
    )
