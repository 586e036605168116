from typing import Any

import pytest

from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient, LspError
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

NOTEBOOK = "file:///notebook.ipynb"


def cell(
    editor: LspClient, number: int, marked: str, path: str = "/notebook.ipynb"
) -> tuple[OpenDocument, dict[str, Any]]:
    """A cell, and how the notebook's notifications name it when it opens."""
    document = OpenDocument(f"vscode-notebook-cell:{path}#c{number}", marked, VSCODE)
    editor.documents[document.uri] = document
    item = {"uri": document.uri, "languageId": "python", "version": document.version, "text": str(document)}
    return document, item


def open_notebook(editor: LspClient, *items: dict[str, Any]) -> None:
    cells = [{"kind": 1 + (item["languageId"] != "markdown"), "document": item["uri"]} for item in items]
    notebook = {"uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
    editor.notify(
        "notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": list(items)}
    )


def change(editor: LspClient, cells: dict[str, Any]) -> None:
    identifier = {"uri": NOTEBOOK, "version": 2}
    editor.notify("notebookDocument/didChange", {"notebookDocument": identifier, "change": {"cells": cells}})


@with_editor("b", "x = 2\n")
async def test_a_cell_is_a_document_of_its_own(editor: LspClient, chat: ScriptedChat) -> None:
    assert editor.capabilities["notebookDocumentSync"]["notebookSelector"] == [{"notebook": "*"}]
    first, first_item = cell(editor, 1, "a = <|>\n")
    second, second_item = cell(editor, 2, "<|>x = 1<|>\n")
    open_notebook(editor, first_item, second_item)
    assert await editor.complete(first) == ["a = b\n"]
    assert (await editor.edit(second))["state"] == "applied"
    assert (str(first), str(second)) == ("a = \n", "x = 2\n")


@with_editor("b")
async def test_what_is_typed_into_a_cell_counts(editor: LspClient, chat: ScriptedChat) -> None:
    document, item = cell(editor, 1, "<|>\n")
    open_notebook(editor, item)
    params = document.make([]) | {"changes": [{"range": document.range, "text": "a = "}]}
    change(editor, {"textContent": [{"document": params["textDocument"], "changes": params["changes"]}]})
    document.text = document.text.replace(document.selection, "a = ")
    document.selection = document.selection.shifted(4)
    assert await editor.complete(document) == ["a = b\n"]


@with_editor("b")
async def test_cells_come_and_go(editor: LspClient, chat: ScriptedChat) -> None:
    first, first_item = cell(editor, 1, "a = <|>\n")
    second, second_item = cell(editor, 2, "x = <|>\n")
    open_notebook(editor, first_item)
    array = {"start": 0, "deleteCount": 1, "cells": [{"kind": 2, "document": second.uri}]}
    structure = {"array": array, "didOpen": [second_item], "didClose": [{"uri": first.uri}]}
    change(editor, {"structure": structure})
    assert await editor.complete(first) == []
    assert await editor.complete(second) == ["x = b\n"]
    identifiers = [{"uri": second.uri}]
    closing = {"notebookDocument": {"uri": NOTEBOOK}, "cellTextDocuments": identifiers}
    editor.notify("notebookDocument/didClose", closing)
    assert await editor.complete(second) == []


@with_editor()
async def test_a_change_that_concerns_no_cell_is_nothing(editor: LspClient, chat: ScriptedChat) -> None:
    identifier = {"uri": NOTEBOOK, "version": 2}
    editor.notify("notebookDocument/didChange", {"notebookDocument": identifier, "change": {"metadata": {}}})
    await editor.settle()


@with_editor(files={".gitignore": "private/\n"})
async def test_a_cell_of_an_ignored_notebook_is_never_sent(editor: LspClient, chat: ScriptedChat) -> None:
    uri = f"vscode-notebook-cell:{(editor.root / 'private' / 'a.ipynb').as_posix()}#c1"
    document = editor.open("a = <|>\n", uri=uri)
    assert await editor.complete(document) == []
    with pytest.raises(LspError, match=r"ignores it by the pattern `private/`"):
        await editor.edit(document)
    assert chat.requests == []


@with_editor(forever="b")
async def test_the_other_cells_are_context_in_their_order(editor: LspClient, chat: ScriptedChat) -> None:
    first, first_item = cell(editor, 1, 'import pandas\ntoken = "ghp_0123456789abcdefghijABCDEFGHIJ456789"\n')
    second, second_item = cell(editor, 2, "frame = <|>\n")
    third, third_item = cell(editor, 3, "<|>plot(frame)<|>\n")
    open_notebook(editor, first_item, second_item, third_item)
    assert await editor.complete(second) == ["frame = b\n"]
    above, below = "notebook.ipynb (cells above)", "notebook.ipynb (cells below)"
    prompt = chat.requests[-1].text
    assert f"{above}:\n# %%\nimport pandas\n" in prompt
    assert f"{below}:\n# %%\nplot(frame)\n" in prompt
    assert prompt.index(above) < prompt.index(below) < prompt.index("frame = ")
    assert "ghp_0123456789" not in prompt
    # What is typed into another cell is seen, and where it goes.
    event = {"range": third.range, "text": "draw(frame)"}
    document = {"uri": third.uri, "version": 5}
    change(editor, {"textContent": [{"document": document, "changes": [event]}]})
    cells = [{"kind": 2, "document": each.uri} for each in (third, first, second)]
    change(editor, {"structure": {"array": {"start": 0, "deleteCount": 3, "cells": cells}}})
    await editor.command("explain", second.target)
    assert f"{above}:\n# %%\ndraw(frame)\n# %%\nimport pandas\n" in chat.requests[-1].text
    assert below not in chat.requests[-1].text
    closed = {"structure": {"array": {"start": 1, "deleteCount": 1}, "didClose": [{"uri": first.uri}]}}
    change(editor, closed)
    await editor.edit(second)
    assert f"{above}:\n# %%\ndraw(frame)\n" in chat.requests[-1].text
    assert "pandas" not in chat.requests[-1].text


@with_editor(forever="b")
async def test_an_order_that_cannot_be_read_is_none(editor: LspClient, chat: ScriptedChat) -> None:
    _, first_item = cell(editor, 1, "import pandas\n")
    second, second_item = cell(editor, 2, "frame = <|>\n")
    open_notebook(editor, first_item, second_item)
    change(editor, {"structure": {"array": {"start": "0", "deleteCount": 1}}})
    await editor.command("explain", second.target)
    assert "cells above" not in chat.requests[-1].text


@with_editor("b", files={".gitignore": "private/\n"})
async def test_a_cell_of_an_ignored_notebook_is_no_context_either(
    editor: LspClient, chat: ScriptedChat
) -> None:
    private = (editor.root / "private" / "a.ipynb").as_posix()
    _, first_item = cell(editor, 1, "import pandas\n", private)
    second, second_item = cell(editor, 2, "frame = <|>\n")
    open_notebook(editor, first_item, second_item)
    assert await editor.complete(second) == ["frame = b\n"]
    assert "pandas" not in chat.requests[-1].text
