"""Problems as prompts tell them: each with its line's text, for the model sees no numbers."""

from collections.abc import Iterator, Sequence

from pt_lsp.context.named.names import first_names, names_in
from pt_lsp.documents.lines import lines_of
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.problems.diagnostic import Diagnostic

_MOST_QUOTED = 200
"""So much of a line tells which one it is."""
_LONGEST_CODE = 400
_MOST_CHARACTERS = 8_000
"""Of all problems: what fits into it tells what is wrong with the others, which are alike."""


def listed(
    snapshot: Snapshot, region: Span, diagnostics: Sequence[Diagnostic], most_characters: int
) -> list[str]:
    """One paragraph that lists the problems; none where there are none.

    The first one is there in any case, as far as it fits; of others that do not it tells how many they are.
    """
    if not diagnostics:
        return []
    left = min(most_characters, _MOST_CHARACTERS)
    parts = ["Problems:"]
    for number, part in enumerate(problem_items(snapshot.text, region, diagnostics)):
        if number and len(part) >= left:
            parts.append(f"- and {len(diagnostics) - number} more")
            break
        parts.append(part[: max(left, _MOST_QUOTED)])
        left -= len(part) + 1
    return ["\n".join(parts)]


def problem_items(text: Text, region: Span, diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    """The items of a list that tells of problems, with an item below for each thing that is related.

    Of lines that read alike in the region it is told which one is meant.
    """
    first, last = lines_of(text, region)
    lines = [_quoted(text, row) for row in range(first, last + 1)]
    for each in diagnostics:
        row = text.line_at(each.span.start)
        line = _quoted(text, row)
        n_alike = lines.count(line) if first <= row <= last else 0
        which = (
            f" (number {lines[: row - first + 1].count(line)} of {n_alike} such lines)" if n_alike > 1 else ""
        )
        said_by = f" ({each.source})" if each.source else ""
        item = f"- in `{line}`{which}: {' '.join(each.message.split())}{said_by}"
        yield "\n".join([item, *(f"  - {' '.join(told.split())}" for told in each.related)])


def _quoted(text: Text, row: int) -> str:
    return text.line_content(row).strip()[:_MOST_QUOTED]


def names_of(text: Text, diagnostics: Sequence[Diagnostic]) -> list[str]:
    """The names in what the problems say and in the code that they are about, each once."""
    found: list[list[str]] = []
    for each in diagnostics:
        code = text.slice(Span(each.span.start, min(each.span.end, each.span.start + _LONGEST_CODE)))
        found += [names_in(each.message, code), *(names_in(told) for told in each.related)]
    return first_names(name for names in found for name in names)
