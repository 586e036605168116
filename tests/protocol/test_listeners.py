"""Whoever keeps something of a document is told of it, and keeps nothing of one that is closed."""

import ast
import gc
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any

import pt_lsp
from pt_lsp.documents.listener import DocumentListener
from tests.support.in_process import InProcess
from tests.support.running import run

PACKAGE = Path(pt_lsp.__file__).parent
EVENTS = {"opened", "changed", "closed"}
MEANT = ("reasons", "_closed")
"""Why there was no completion is told of closed documents too; what was edited in one is shown in prompts."""


def holders(found: object, what: str, path: str, seen: dict[int, object]) -> Iterator[str]:
    """Where, from an object on, a text is kept that is or contains `what`."""
    if isinstance(found, str):
        if what in found:
            yield path
        return
    if id(found) in seen or isinstance(found, type | ModuleType | FunctionType):
        return
    seen[id(found)] = found  # kept alive, so that no other object gets its id
    if isinstance(found, dict):
        for key, value in list(found.items()):
            yield from holders(key, what, f"{path} key", seen)
            yield from holders(value, what, f"{path}.{key}", seen)
    elif isinstance(found, MethodType):
        yield from holders(found.__self__, what, path, seen)
    elif type(found).__module__.startswith(("pt_lsp", "cachetools", "builtins", "collections")):
        yield from _inside(found, what, path, seen)


def _inside(found: Any, what: str, path: str, seen: dict[int, object]) -> Iterator[str]:
    slots = [name for kind in type(found).__mro__ for name in getattr(kind, "__slots__", ())]
    for name in slots:
        if hasattr(found, name):
            yield from holders(getattr(found, name), what, f"{path}.{name}", seen)
    if hasattr(found, "__dict__"):
        yield from holders(vars(found), what, path, seen)
    if not slots:
        for each in gc.get_referents(found):
            yield from holders(each, what, path, seen)


def test_nothing_is_kept_of_a_document_that_was_closed(tmp_path: Path) -> None:
    async def scenario() -> None:
        editor = await InProcess.begin(tmp_path)
        editor.notify("initialized", {})
        editor.open("import os\n\n\ndef add(a, b):\n    return a\n")
        for number in range(3):
            editor.insert(4, 12 + number, "x", 2 + number)
        answer = await editor.ask(
            "textDocument/inlineCompletion",
            {
                "textDocument": {"uri": editor.uri},
                "position": {"line": 4, "character": 15},
                "context": {"triggerKind": 1},
            },
        )
        assert answer == {"items": []}
        await editor.server.services.indexing.settled()
        kept_while_open = list(holders(editor.server, editor.uri, "server", {}))
        assert any("session" in each for each in kept_while_open)
        editor.notify("textDocument/didClose", {"textDocument": {"uri": editor.uri}})
        await editor.server.services.indexing.settled()
        kept = list(holders(editor.server, editor.uri, "server", {}))
        await editor.server.stop()
        assert [each for each in kept if not any(f".{name}" in each for name in MEANT)] == []

    run(scenario())


def test_all_that_follow_documents_are_listeners_and_all_listeners_are_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        editor = await InProcess.begin(tmp_path)
        server = editor.server
        told = set(server.session.listeners)
        owned = [*vars(server).values(), server.services.engine.pauses]
        owned += [getattr(server.services, name) for name in type(server.services).__slots__]
        follow = {each for each in owned if isinstance(each, DocumentListener)}
        assert follow == told
        await server.stop()

    run(scenario())


def test_what_has_the_methods_of_a_listener_is_one() -> None:
    lacks = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name != "DocumentListener":
                methods = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                if len(methods & EVENTS) > 1 and "DocumentListener" not in bases:
                    lacks.append(node.name)
    assert lacks == []
