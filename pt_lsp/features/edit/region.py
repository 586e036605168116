"""Which lines an edit rewrites: those that a person selected, or those that we choose around a place.

What is selected stays as it is but for blank lines at its edges: they are not rewritten, so nothing can go
wrong with them. What we choose is whole: a definition, else statements or members, in prose a paragraph.
"""

from collections.abc import Iterator, Sequence

from pt_lsp.documents.lines import lines_of, span_of_lines, whole_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.features.edit.actions.recipe import Region
from pt_lsp.replies.sentences import PROSE_LANGUAGES
from pt_lsp.syntax.definitions import enclosing_definition
from pt_lsp.syntax.grammars import GRAMMARS
from pt_lsp.syntax.parsing import SyntaxTree, parse
from pt_lsp.syntax.statements import (
    has_statements,
    line_below_comments,
    whole_statements,
    with_comments_above,
)

_BYTE_ORDER_MARK = "\ufeff"
_OWN_WORDS_TOKENS = 700
"""What the rest of a prompt takes at least."""
_WITH_COMMENTS: frozenset[Region] = frozenset({"selection", "described definition"})
"""Rules by which a definition's comments above it are to be written anew too."""


def selected_region(text: Text, span: Span) -> Span:
    """The lines of a selection without blank ones at its edges; all of them where it has no others."""
    return span_of_lines(text, *_without_blank_edges(text, *lines_of(text, span)))


def chosen_region(snapshot: Snapshot, rule: Region, span: Span) -> Span:
    """The smallest definition around a place, else the smallest run of whole statements that holds it.

    Of these the first that a prompt can hold; else the place's lines.
    """
    text, language_id = snapshot.text, snapshot.language_id
    if len(span) > _most_characters(snapshot):
        return selected_region(text, span)  # what is whole holds it, so it is not looked for
    tree = parse(str(text), language_id) if has_statements(language_id) else None
    return selected_region(text, _first_that_fits(snapshot, rule, span, tree))


def joint_region(snapshot: Snapshot, rule: Region, spans: Sequence[Span], chosen: int) -> tuple[Span, range]:
    """One region for several places in their order, and the numbers of those that it holds.

    The whole statements from the first place's region to the last one's, as far as a prompt can hold them:
    those nearest to the `chosen` one come first.
    """
    text, language_id, most = snapshot.text, snapshot.language_id, _most_characters(snapshot)
    tree = parse(str(text), language_id) if has_statements(language_id) else None
    if tree is None and has_statements(language_id):
        # It cannot be parsed, so it is not tried for each.
        wholes = [whole_lines(text, span) for span in spans]
    else:
        wholes = [_first_that_fits(snapshot, rule, span, tree) for span in spans]
    region, held = wholes[chosen], range(chosen, chosen + 1)
    while True:
        sides = [number for number in (held.start - 1, held.stop) if 0 <= number < len(spans)]
        sides.sort(key=lambda number: len(_joint(wholes[chosen], wholes[number])))
        fitting = [number for number in sides if len(_joint(region, wholes[number])) <= most]
        if not fitting:
            break
        region = _joint(region, wholes[fitting[0]])
        held = range(min(held.start, fitting[0]), max(held.stop, fitting[0] + 1))
    whole = whole_statements(text, language_id, region, tree)
    return selected_region(text, whole if len(whole) <= most else region), held


def _joint(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _first_that_fits(snapshot: Snapshot, rule: Region, span: Span, tree: SyntaxTree | None) -> Span:
    wholes, most = _wholes(snapshot, rule, span, tree), _most_characters(snapshot)
    return next((whole for whole in wholes if len(whole) <= most), whole_lines(snapshot.text, span))


def _wholes(snapshot: Snapshot, rule: Region, span: Span, tree: SyntaxTree | None) -> Iterator[Span]:
    text, language_id = snapshot.text, snapshot.language_id
    several = _several_definitions(text, language_id, span, tree)
    definition = several or definition_around(text, language_id, span, tree)
    if definition is not None:
        if rule in _WITH_COMMENTS or definition.start > span.start:
            yield with_comments_above(text, language_id, definition, tree)
        yield definition
    if language_id in PROSE_LANGUAGES:
        yield paragraph(text, span)
    else:
        whole = whole_statements(text, language_id, span, tree)
        if rule in _WITH_COMMENTS and language_id not in GRAMMARS:
            # There any statement may be a definition.
            yield with_comments_above(text, language_id, whole)
        yield whole


def _several_definitions(text: Text, language_id: str, span: Span, tree: SyntaxTree | None) -> Span | None:
    """Those that a selection goes from and to, whole, with what is between them; not what they are all in."""
    selected = selected_region(text, span)
    start, end = Span(selected.start, selected.start), Span(selected.end, selected.end)
    first = definition_around(text, language_id, start, tree)
    last = definition_around(text, language_id, end, tree)
    if first is None or last is None or last.start <= first.end:
        return None
    return whole_statements(text, language_id, _joint(first, last), tree)


def definition_around(text: Text, language_id: str, span: Span, tree: SyntaxTree | None) -> Span | None:
    """The definition around a place, or right below the comment that the place is in."""
    first, last = lines_of(text, span)
    if tree is not None and (below := line_below_comments(text, first, tree)) > last:
        start = text.line_start(below)
        described = enclosing_definition(text, language_id, Span(start, start), tree)
        if described is not None and lines_of(text, described)[0] == below:
            return described
    return enclosing_definition(text, language_id, span, tree)


def _most_characters(snapshot: Snapshot) -> int:
    return (snapshot.settings.context.budget_tokens - _OWN_WORDS_TOKENS) * CHARACTERS_PER_TOKEN


def paragraph(text: Text, span: Span) -> Span:
    """The lines of a place with those around up to blank ones; the lines themselves where they are blank."""
    first, last = _without_blank_edges(text, *lines_of(text, span))
    if text.line_content(first).strip():
        while first > 0 and text.line_content(first - 1).strip():
            first -= 1
        while last < text.n_lines - 1 and text.line_content(last + 1).strip():
            last += 1
    return span_of_lines(text, first, last)


def _without_blank_edges(text: Text, first: int, last: int) -> tuple[int, int]:
    contents = ((line, text.line_content(line)) for line in range(first, last + 1))
    solid = [line for line, content in contents if content.removeprefix(_BYTE_ORDER_MARK).strip()]
    return (solid[0], solid[-1]) if solid else (first, last)
