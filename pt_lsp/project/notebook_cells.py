"""The other cells of a notebook as context for one of them.

Each cell is a document of its own; here is kept which of them make a notebook, and in which order. What was
run before stands above, so that comes first, nearest first; what is shown keeps the notebook's order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pt_lsp.context.background import Snippet
from pt_lsp.documents.change import Change
from pt_lsp.documents.lines import plain
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import canonical_uri

ABOVE, BELOW = " (cells above)", " (cells below)"
"""What stands behind a notebook's label where its cells are shown."""

_MOST_PROSE = 300
"""Characters of a Markdown cell: its heading tells what the code is about, the rest seldom does."""
_FEWEST = 80
"""Characters of a part of a cell that are worth showing."""
_LEFT_OUT = "...\n"


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in a notebook; its text is that of the document with this URI."""

    uri: str
    is_code: bool


class NotebookCells(DocumentListener):
    """One per server; told of notebooks by whoever knows the protocol, of texts as a listener."""

    def __init__(self) -> None:
        self._cells: dict[str, list[Cell]] = {}
        """By canonical URI of the notebook, the cells' URIs canonical too."""
        self._notebooks: dict[str, str] = {}
        """The notebook of each cell."""
        self._snapshots: dict[str, Snapshot] = {}

    def arrange(self, notebook: str, cells: Iterable[Cell]) -> None:
        """A notebook has these cells, in this order."""
        self.drop(notebook)
        self._cells[canonical_uri(notebook)] = []
        self.splice(notebook, 0, 0, cells)

    def splice(self, notebook: str, start: int, n_deleted: int, cells: Iterable[Cell]) -> None:
        """Some cells from `start` on are replaced by these; nothing where the order is not known."""
        key = canonical_uri(notebook)
        known = self._cells.get(key)
        if known is None:
            return
        start = max(0, min(start, len(known)))
        coming = [Cell(canonical_uri(cell.uri), cell.is_code) for cell in cells]
        going = known[start : start + max(0, n_deleted)]
        known[start : start + len(going)] = coming
        for cell in going:
            self._notebooks.pop(cell.uri, None)
        for cell in coming:
            self._notebooks[cell.uri] = key

    def drop(self, notebook: str) -> None:
        """A notebook is closed, or nobody knows its order any more."""
        for cell in self._cells.pop(canonical_uri(notebook), ()):
            self._notebooks.pop(cell.uri, None)

    def opened(self, snapshot: Snapshot) -> None:
        """A cell, or any other document, reads like this."""
        self._snapshots[canonical_uri(snapshot.uri)] = snapshot

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:  # noqa: ARG002 - the text says all
        """The same."""
        self.opened(snapshot)

    def closed(self, uri: str) -> None:
        """Its text is not known any more; its place may be."""
        self._snapshots.pop(canonical_uri(uri), None)

    def holds(self, uri: str) -> bool:
        """Whether a document is a cell of a notebook."""
        return canonical_uri(uri) in self._notebooks

    def around(self, snapshot: Snapshot, label: str, budget_characters: int) -> tuple[Snippet, ...]:
        """The other cells of its notebook, at most so many characters, a line with the label included.

        Where the document is no cell there are none.
        """
        uri = canonical_uri(snapshot.uri)
        cells = self._cells.get(self._notebooks.get(uri, ""), [])
        place = next((place for place, cell in enumerate(cells) if cell.uri == uri), None)
        if place is None:
            return ()
        shown = []
        for name, others, is_above in (
            (label + ABOVE, reversed(cells[:place]), True),
            (label + BELOW, cells[place + 1 :], False),
        ):
            budget = budget_characters - len(name) - 2
            texts = list(_fitting(self._texts(snapshot, others), budget, from_end=is_above))
            text = "".join(reversed(texts) if is_above else texts).rstrip("\n")
            if text:
                shown.append(Snippet(name, snapshot.language_id, "notebook cells", text))
                budget_characters = budget - len(text)
        return tuple(shown)

    def _texts(self, snapshot: Snapshot, cells: Iterable[Cell]) -> Iterator[str]:
        """Each with a line before it that says what it is; nothing of a cell whose file is another one."""
        for cell in cells:
            other = self._snapshots.get(cell.uri)
            if other is None or other.origin != snapshot.origin:
                continue
            text = plain(str(other.text)).strip("\n")
            kind = "" if other.language_id == snapshot.language_id else f" [{other.language_id}]"
            if not cell.is_code:
                kind, text = " [markdown]", _head(text, _MOST_PROSE)
            if text.strip():
                yield f"# %%{kind}\n{text}\n"


def _fitting(texts: Iterable[str], budget_characters: int, *, from_end: bool) -> Iterator[str]:
    """The first texts that fit, and of the next one the part that is nearest."""
    for text in texts:
        if len(text) > budget_characters:
            n_left = budget_characters - len(_LEFT_OUT)
            part = _tail(text, n_left) if from_end else _head(text, n_left)
            if len(part) >= _FEWEST:
                yield _LEFT_OUT + part if from_end else f"{part}\n{_LEFT_OUT}"
            return
        budget_characters -= len(text)
        yield text


def _head(text: str, most_characters: int) -> str:
    """The first lines that fit, without the last one's end."""
    if len(text) <= most_characters:
        return text
    return text[: max(text.rfind("\n", 0, max(most_characters, 0)), 0)]


def _tail(text: str, most_characters: int) -> str:
    """The last lines that fit."""
    start = len(text) - max(most_characters, 0)
    end_of_line = text.find("\n", max(start - 1, 0))
    return text[end_of_line + 1 :] if end_of_line >= 0 else ""
