"""Where each action is offered: what the names in `Recipe.offer` mean.

Asked whenever a cursor moves, so nothing but a bounded stretch around the place is looked at. Menus are to be
short: at a cursor an action is offered where there is something to be done, for a selection where it may be.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from pt_lsp.context.test_places.families import family_of
from pt_lsp.documents.lines import lines_of, span_of_lines
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.recipe import Offer, Recipe
from pt_lsp.features.edit.region import definition_around
from pt_lsp.replies.sentences import PROSE_LANGUAGES
from pt_lsp.settings.own_actions import OwnAction
from pt_lsp.syntax.functions import Function, can_lack_types, functions_in
from pt_lsp.syntax.grammars import GRAMMARS
from pt_lsp.syntax.headers import reads_as_definition
from pt_lsp.syntax.indentation import enclosing_block
from pt_lsp.syntax.instruction_comments import first_instruction_comment
from pt_lsp.syntax.parsing import QUICK_PARSE_S, SyntaxTree, parse
from pt_lsp.syntax.scope import excerpt

_MOST_AROUND = 8_000
"""Characters on either side of a place; `excerpt` takes less."""
_MOST_SELECTED = 20_000
_WITHOUT_CODE = PROSE_LANGUAGES | {
    "csv",
    "diff",
    "git-commit",
    "ignore",
    "json",
    "jsonc",
    "log",
    "properties",
}
_OPENINGS = {"php": "<?php\n"}
"""Without which a piece from the middle of a file reads as something else."""
_SHAPES_ALONE = ".pyi"

_LEFT_OPEN = re.compile(
    r"\b(?:TODO|FIXME)\b|\b(?:todo|unimplemented)!|\bNotImplementedE|\b[Nn]ot[ _](?:yet[ _])?implemented\b"
)
_GIVES_UP = re.compile(r"\b(?:abort|die|error|fail|fatalError|panic|raise|throw)\b", re.IGNORECASE)
_SAYS_TO_IMPLEMENT = re.compile(r"\bimplement(?:ed|ation)?\b", re.IGNORECASE)


class OfferPlace:
    """A cursor or a selection in a document, and what is known of it, found when first asked for."""

    def __init__(self, snapshot: Snapshot, span: Span) -> None:
        self.snapshot = snapshot
        self.span = span
        self.language_id = snapshot.language_id

    @cached_property
    def is_selection(self) -> bool:
        """Whether something visible is selected; to some editors the cursor is one character of that."""
        if len(self.span) <= 1:
            return False
        start, end = self.span.start, min(self.span.end, self.span.start + _MOST_SELECTED)
        return bool(self.snapshot.text.slice(Span(start, end)).strip())

    @cached_property
    def code(self) -> str:
        """What an action would be about: the selection, else the definition around, else the place's line."""
        return self._text.slice(span_of_lines(self._text, *self._rows))

    @cached_property
    def is_in_definition(self) -> bool:
        """Whether a definition is around it, or right below its comment."""
        if self._definition is None:
            return False
        if self._tree is not None and GRAMMARS[self.language_id].definitions:
            return True
        # Indentation tells of any block.
        return reads_as_definition(self._text.line_content(self._text.line_at(self._definition.start)))

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """Those of its code, where a grammar can tell."""
        if self._tree is None or not (self.is_selection or self.is_in_definition):
            return ()
        return tuple(functions_in(self._tree, self.language_id, *self._rows))

    @cached_property
    def _piece(self) -> tuple[Text, Span]:
        """The text around, from a line at the margin if need be, and the place in it."""
        text, start = self.snapshot.text, self.span.start
        end = max(start, min(self.span.end, start + _MOST_SELECTED))
        before, after = excerpt(
            text.slice(Span(max(0, start - _MOST_AROUND), start)),
            text.slice(Span(end, min(len(text), end + _MOST_AROUND))),
        )
        if len(before) < start:
            before = _OPENINGS.get(self.language_id, "") + before
        selected = text.slice(Span(start, end))
        return Text.of(before + selected + after), Span(len(before), len(before) + len(selected))

    @property
    def _text(self) -> Text:
        return self._piece[0]

    @cached_property
    def _tree(self) -> SyntaxTree | None:
        return parse(str(self._text), self.language_id, most_s=QUICK_PARSE_S)

    @cached_property
    def _definition(self) -> Span | None:
        text, place = self._piece
        if self._tree is None:
            return enclosing_block(text, place)
        return definition_around(text, self.language_id, place, self._tree)

    @cached_property
    def _rows(self) -> tuple[int, int]:
        """The first and the last line of `code`."""
        is_around = not self.is_selection and self.is_in_definition
        return lines_of(self._text, (self._definition if is_around else None) or self._piece[1])


def offered(place: OfferPlace, recipes: Iterable[Recipe]) -> Iterator[Recipe]:
    """Those to be offered there, in their order."""
    return (recipe for recipe in recipes if OFFERS[recipe.offer](place))


def is_offered(place: OfferPlace, action: OwnAction) -> bool:
    """Whether one of the user's own is: in its languages, and where it finds what it is about."""
    is_spoken = not action.languages or place.language_id in action.languages
    return is_spoken and (action.region != "definition" or place.is_in_definition)


def _never(_place: OfferPlace) -> bool:
    return False


def _on_code(place: OfferPlace) -> bool:
    """In words there is nothing to be explained, unless they are what is selected."""
    return place.is_selection or (place.language_id not in PROSE_LANGUAGES and bool(place.code.strip()))


def _in_definition(place: OfferPlace) -> bool:
    if place.language_id in _WITHOUT_CODE:
        return False
    return place.is_selection or place.is_in_definition


def _where_left_open(place: OfferPlace) -> bool:
    if place.language_id in _WITHOUT_CODE:
        return False
    if _LEFT_OPEN.search(place.code) or any(map(_gives_up, place.code.splitlines())):
        return True
    is_stub_file = place.snapshot.uri.endswith(_SHAPES_ALONE)
    return not is_stub_file and any(function.is_empty for function in place.functions)


def _gives_up(line: str) -> bool:
    """Whether it fails on purpose until somebody writes what belongs there."""
    return _SAYS_TO_IMPLEMENT.search(line) is not None and _GIVES_UP.search(line) is not None


def _where_types_are_missing(place: OfferPlace) -> bool:
    is_possible = can_lack_types(place.language_id)
    return is_possible and any(function.lacks_types for function in place.functions)


def _on_code_to_test(place: OfferPlace) -> bool:
    """In a file of a language with tests that is not called like one, which is all that its name tells."""
    path = place.snapshot.path
    family = None if path is None else family_of(path.name)
    if path is None or family is None or path.suffix == _SHAPES_ALONE:
        return False
    is_test = any(
        path.stem.startswith(before) and path.stem.endswith(after) for before, after in family.affixes
    )
    return not is_test and _in_definition(place)


def _on_instruction(place: OfferPlace) -> bool:
    snapshot = place.snapshot
    lines, marker = lines_of(snapshot.text, place.span), snapshot.settings.edits.comment_marker
    return first_instruction_comment(snapshot.text, place.language_id, lines, marker) is not None


OFFERS: Mapping[Offer, Callable[[OfferPlace], bool]] = {
    "in menus": _never,
    "problem": _never,
    "problem kind": _never,
    "code": _on_code,
    "definition": _in_definition,
    "left open": _where_left_open,
    "types missing": _where_types_are_missing,
    "code to test": _on_code_to_test,
    "instruction comment": _on_instruction,
}
"""Whether it is offered at a place. Fixes are offered with the problems that an editor tells, not here."""
