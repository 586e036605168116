"""The syntax trees of open documents, brought up to date when somebody asks.

Refuses to follow typing by itself: a key costs nothing here, a request what has changed since the last one.
"""

from dataclasses import dataclass

from cachetools import LRUCache

from pt_lsp.documents.text import Text
from pt_lsp.syntax.parsing import SyntaxTree, parse

MOST_TREES = 16
"""A tree takes some 1 to 2 MB for 1,000 lines."""


@dataclass(frozen=True, slots=True)
class _Kept:
    language_id: str
    text: Text
    tree: SyntaxTree | None


class Trees:
    """One tree for each document that was asked for lately; of one thread only."""

    def __init__(self) -> None:
        self._kept: LRUCache[str, _Kept] = LRUCache(MOST_TREES)

    def tree(self, uri: str, language_id: str, text: Text) -> SyntaxTree | None:
        """The tree of `text`, made from the document's last one; None where `parse` gives none.

        After most keys in 10,000 lines it takes some 0.5 ms; after one that opens a string up to 30 ms.
        """
        kept = self._kept.get(uri)
        if kept is not None and kept.language_id == language_id:
            if kept.text is text:
                return kept.tree
            before = kept.tree
        else:
            before = None
        tree = parse(str(text), language_id, before)
        self._kept[uri] = _Kept(language_id, text, tree)
        return tree

    def forget(self, uri: str) -> None:
        """Let the tree of a closed document go."""
        self._kept.pop(uri, None)
