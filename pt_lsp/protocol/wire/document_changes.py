"""What a `didChange` says, read as leniently as editors of older versions of LSP need it.

Refuses to guess: what is beyond reading is told as that, and never dropped, for a change that is missed makes
every later one land on the wrong text. Up to LSP 3.15 a version may be null, and a range that is null or
missing stands for the whole text, whatever is said of its length.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cattrs import Converter
from lsprotocol import types

_MAX_UINTEGER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ContentChange:
    """`text` takes the place of `range`, of the whole text where that is None."""

    range: types.Range | None
    text: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """One document's share of a `didChange`; None stands for what cannot be read, `version` for no number."""

    uri: str | None
    version: int | None
    changes: tuple[ContentChange | None, ...]


@dataclass(frozen=True, slots=True)
class CellSplice:
    """From place `start` on `n_deleted` cells are replaced; of each new one its URI, and if it is code."""

    start: int
    n_deleted: int
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class NotebookChange:
    """Cells that come, go or have changed; a cell that came in an unreadable way is none.

    `is_readable` tells whether nothing may have been missed of their texts, `splice` how their order changes:
    None where that cannot be read, or the notebook is not named.
    """

    uri: str | None
    splice: CellSplice | None
    opened: tuple[types.TextDocumentItem, ...]
    closed: tuple[str, ...]
    changed: tuple[DocumentChange, ...]
    is_readable: bool = True


def register(converter: Converter) -> None:
    """Have `converter` read documents and their changes so."""
    converter.register_structure_hook(types.DidChangeTextDocumentParams, _document_change_of_params)
    converter.register_structure_hook(
        types.DidChangeNotebookDocumentParams, lambda value, _type: _notebook_change(value, converter)
    )
    converter.register_structure_hook(types.TextDocumentItem, _opened)


def _document_change_of_params(value: object, _type: Any) -> DocumentChange:
    """Never raises."""
    params = _object(value)
    return _document_change(params.get("textDocument"), params.get("contentChanges"))


def _document_change(identifier: object, events: object) -> DocumentChange:
    named = _object(identifier)
    uri = named.get("uri")
    changes = tuple(map(_content_change, events)) if isinstance(events, list) else (None,)
    return DocumentChange(uri if isinstance(uri, str) else None, _integer(named.get("version")), changes)


def _notebook_change(value: object, converter: Converter) -> NotebookChange:
    """Never raises."""
    cells = _object(_object(_object(value).get("change")).get("cells"))
    structure = _object(cells.get("structure"))
    opened, closed = _items(structure.get("didOpen")), _items(structure.get("didClose"))
    contents = _items(cells.get("textContent"))
    found = tuple(_readable(item, converter) for item in opened or ())
    gone = tuple(_object(item).get("uri") for item in closed or ())
    changes = map(_object, contents or ())
    changed = tuple(_document_change(each.get("document"), each.get("changes")) for each in changes)
    uri = _object(_object(value).get("notebookDocument")).get("uri")
    return NotebookChange(
        uri if isinstance(uri, str) else None,
        _splice(structure.get("array")),
        tuple(item for item in found if item is not None),
        tuple(uri for uri in gone if isinstance(uri, str)),
        changed,
        is_readable=isinstance(value, Mapping) and None not in (opened, closed, contents),
    )


def _splice(array: object) -> CellSplice | None:
    """Where the order does not change, a splice of nothing."""
    if array is None:
        return CellSplice(0, 0, ())
    said = _object(array)
    start, n_deleted = _integer(said.get("start")), _integer(said.get("deleteCount"))
    cells = tuple(map(_cell, _items(said.get("cells")) or ()))
    if start is None or n_deleted is None or None in cells:
        return None
    return CellSplice(start, n_deleted, tuple(cell for cell in cells if cell is not None))


def _cell(item: object) -> tuple[str, bool] | None:
    cell = _object(item)
    uri = cell.get("document")
    return (uri, cell.get("kind") != types.NotebookCellKind.Markup.value) if isinstance(uri, str) else None


def _readable(item: object, converter: Converter) -> types.TextDocumentItem | None:
    try:
        return converter.structure(item, types.TextDocumentItem)
    except (TypeError, ValueError):
        return None


def _opened(value: object, _type: Any) -> types.TextDocumentItem:
    """A document needs neither language nor version to be one. Raises TypeError without a URI or a text."""
    item = _object(value)
    uri, language_id, text = item.get("uri"), item.get("languageId"), item.get("text")
    if not isinstance(uri, str) or not isinstance(text, str):
        raise TypeError("a document has a uri and a text")
    version = _integer(item.get("version"))
    return types.TextDocumentItem(
        uri=uri,
        language_id=language_id if isinstance(language_id, str) else "",
        version=0 if version is None else version,
        text=text,
    )


def _content_change(event: object) -> ContentChange | None:
    said = _object(event)
    text, range_ = said.get("text"), said.get("range")
    if not isinstance(text, str):
        return None
    if range_ is None:
        return ContentChange(None, text)
    start, end = (_position(_object(range_).get(edge)) for edge in ("start", "end"))
    return None if start is None or end is None else ContentChange(types.Range(start, end), text)


def _position(value: object) -> types.Position | None:
    line, character = (_integer(_object(value).get(key)) for key in ("line", "character"))
    if line is None or character is None:
        return None
    return types.Position(*(min(max(number, 0), _MAX_UINTEGER) for number in (line, character)))


def _integer(value: object) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _items(value: object) -> list[Any] | None:
    """The items of a list that may be missing; None where it is something else."""
    if value is None:
        return []
    return value if isinstance(value, list) else None
