"""What was selected of other files as the snippets of a prompt; refuses to know why it was selected.

What changes least comes first: outlines and similar code, then what the cursor touches, then names alone.
"""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from pt_lsp.context.background import Snippet, SnippetSource
from pt_lsp.context.dependencies import Relation
from pt_lsp.context.index import CodeChunk, Index
from pt_lsp.context.outline_text import MORE_NAMES, Level, listed_as, names_alone, outline_text
from pt_lsp.context.paths import label_of
from pt_lsp.context.selection import Candidate, Selection
from pt_lsp.context.showing.repeats import without_repeats

ELSEWHERE_IN_FILE = " (another part of it)"
NOT_IN_A_FILE = "all over the project"
_NO_LANGUAGE = "plaintext"
_NEXT_CHUNK = 4
"""Line ends between one chunk and the next."""
_SOURCES: dict[Relation, SnippetSource] = {"neighbour": "neighbours", "none": "similar"}

_Chosen = Mapping[str, Sequence[tuple[Candidate, Level]]]


def snippets_of(
    selection: Selection, index: Index, folders: Sequence[str], before: Sequence[Snippet], own_path: str
) -> tuple[Snippet, ...]:
    """What stands again from `before` keeps its place; names alone come last."""
    symbols: dict[str, list[tuple[Candidate, Level]]] = {}
    for each, level in without_repeats(selection).symbols:
        symbols.setdefault(each.path, []).append((each, level))
    chunks: dict[str, list[CodeChunk]] = {}
    for chunk in selection.chunks:
        chunks.setdefault(chunk.path, []).append(chunk)
    outlines = {path: _outline(index, folders, path, chosen) for path, chosen in symbols.items()}
    code = [_joined(index, folders, path, own_path, some) for path, some in chunks.items()]
    touched = {path for path, some in symbols.items() if any(each.is_touched for each, _ in some)}
    made = [each for path, each in outlines.items() if path not in touched]
    made += [*reversed(code), *(outlines[path] for path in outlines if path in touched)]
    if selection.note:
        made.append(Snippet(NOT_IN_A_FILE, _NO_LANGUAGE, "similar", selection.note))
    again = set(made)
    kept = [snippet for snippet in before if snippet in again]
    made = [snippet for snippet in made if snippet.text and snippet not in kept]
    names = _names(index, folders, symbols)
    last = [Snippet(MORE_NAMES, _NO_LANGUAGE, "similar", names)] if names else []
    return (*kept, *made, *last)


def _outline(
    index: Index, folders: Sequence[str], path: str, symbols: Sequence[tuple[Candidate, Level]]
) -> Snippet:
    language_id = index.language_id(path)
    levels = {id(each.symbol): level for each, level in symbols}
    text = outline_text(levels, index.symbols(path), language_id)
    source = _SOURCES.get(symbols[0][0].relation, "imports")
    return Snippet(label_of(path, folders), language_id, source, text)


def _joined(
    index: Index, folders: Sequence[str], path: str, own_path: str, chunks: Sequence[CodeChunk]
) -> Snippet:
    """Chunks of one file, in its order."""
    text, end = "", 0
    for chunk in sorted(chunks, key=attrgetter("start")):
        if text:
            text += "\n\n" if chunk.start - end <= _NEXT_CHUNK else "\n...\n"
        text, end = text + chunk.text, chunk.start + len(chunk.text)
    label = label_of(path, folders) + (ELSEWHERE_IN_FILE if path == own_path else "")
    return Snippet(label, index.language_id(path), "similar", text)


def _names(index: Index, folders: Sequence[str], symbols: _Chosen) -> str:
    """A line for each file of which names are shown that no signature stands beside."""
    lines = []
    for path, some in symbols.items():
        levels = {id(each.symbol): level for each, level in some}
        if names := names_alone(levels, index.symbols(path)):
            lines.append(f"{listed_as(label_of(path, folders))}: {', '.join(names)}")
    return "\n".join(lines)
