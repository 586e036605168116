"""A project whose tests are written: what is in it, how they are asked for, where they go."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pt_lsp.documents.uris import uri_of
from tests.support.client_kinds import VSCODE, ClientKind
from tests.support.lsp_client import LspClient, Question
from tests.support.open_document import OpenDocument
from tests.support.with_editor import Scenario, with_editor

SOURCE = "def initials(name):\n    return ''.join(word[0] for word in name.<|>split())\n"
PROJECT = {
    "pyproject.toml": "[tool.pytest.ini_options]\n",
    "tests/test_other.py": "def test_other():\n    pass\n",
}
PATH = "tests/test_names.py"
OLD = "import pytest\n\n\ndef test_old():\n    pass\n"
NEW = "from names import initials\n\n\ndef test_initials():\n    assert initials('a b') == 'ab'\n"
BOTH = (
    "import pytest\nfrom names import initials\n\n\ndef test_old():\n    pass\n\n\n"
    "def test_initials():\n    assert initials('a b') == 'ab'\n"
)
REVIEWED = {"edits": {"review": "always", "streaming": "always"}}
FULL = VSCODE.having("workspace.workspaceEdit.resourceOperations", ["create", "rename", "delete"])


def project(
    *steps: Any, kind: ClientKind = FULL, options: Any = None, files: Any = None, **kwargs: Any
) -> Callable[[Scenario], Callable[[], None]]:
    files = PROJECT | {"names.py": SOURCE.replace("<|>", "")} | (files or {})
    return with_editor(*steps, kind=kind, options=options or REVIEWED, files=files, **kwargs)


def ask(editor: LspClient, **kwargs: Any) -> Question:
    editor.opens_what_is_shown = True
    source = editor.open(SOURCE, "names.py")
    return editor.command("writeTests", source.target, **kwargs)


def path_in(editor: LspClient) -> Path:
    return editor.root / PATH


def names_in(folder: str) -> list[str]:
    return [path.name for path in Path(folder).iterdir()]


def document_in(editor: LspClient) -> OpenDocument:
    return editor.documents[uri_of(path_in(editor))]
