"""Where a name is defined, with the code: as the grammars read the texts of now.

Refuses to know which files define it; the index does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pt_lsp.project.lookups.line_matches import lines_defining
from pt_lsp.project.lookups.project_texts import ProjectTexts, ShownText
from pt_lsp.project.lookups.questions import OfName
from pt_lsp.project.lookups.secret_lines import piece_of
from pt_lsp.syntax.outline import Definition, outline

_MOST_FILES = 20
_MOST_SHOWN = 5
_MOST_LISTED = 10
_MOST_LINES = 120
_MOST_CHARACTERS = 4_500
"""Of all that is shown."""
_FEWEST_CHARACTERS = 200
_MOST_MEMBERS = 40
_MOST_COMMENT = 12
_SIGNS = "?!="
"""They end names in Ruby."""
_COMMENTS = ("//", "/*", "*", "#", "--")


@dataclass(frozen=True, slots=True)
class _Found:
    source: ShownText
    definition: Definition
    around: frozenset[str]
    """Names of what it is in: classes, modules, folders."""

    @property
    def place(self) -> str:
        return f"{self.source.label} line {self.definition.line + 1}"


def definitions_of(question: OfName, texts: ProjectTexts) -> str:
    """The best five with their code, then where others are; lines where no grammar knows of any."""
    *around, name = question.names
    found: list[_Found] = []
    for path in dict.fromkeys((texts.own, *texts.defining[:_MOST_FILES])):
        if texts.is_late:
            break
        if name in texts.raw(path) and (source := texts.text(path)) is not None:
            found += _named(source, name)
    meant = [each for each in found if each.around.issuperset(around)]
    if not found:
        return lines_defining(question, texts)
    note = (
        ""
        if meant
        else f"There is no `{'.'.join(question.names)}` here, but other definitions of `{name}`.\n\n"
    )
    return note + _written(meant or found, texts)


def _named(source: ShownText, name: str) -> list[_Found]:
    outer = source.label.rpartition(".")[0] or source.label
    definitions = outline(source.text, source.language_id).definitions
    return list(_among(definitions, name, source, frozenset(outer.split("/"))))


def _among(
    definitions: tuple[Definition, ...], name: str, source: ShownText, around: frozenset[str]
) -> Iterator[_Found]:
    """Those of that name; what one of them holds is shown with it."""
    for each in definitions:
        if each.name.rstrip(_SIGNS) == name.rstrip(_SIGNS):
            yield _Found(source, each, around | {each.owner} if each.owner else around)
        else:
            yield from _among(each.members, name, source, around | {each.name})


def _written(found: list[_Found], texts: ProjectTexts) -> str:
    parts: list[str] = []
    n_left = _MOST_CHARACTERS
    for each in found[:_MOST_SHOWN]:
        part = _with_code(each, texts, n_left)
        if part is None:
            break
        n_left -= len(part)
        parts.append(part)
    others = found[len(parts) :]
    if others:
        listed = ", ".join(each.place for each in others[:_MOST_LISTED])
        more = f" and {len(others) - _MOST_LISTED} more" if len(others) > _MOST_LISTED else ""
        parts.append(f"Also defined: {listed}{more}")
    return "\n\n".join(parts)


def _with_code(found: _Found, texts: ProjectTexts, most_characters: int) -> str | None:
    """None where there is no room for any of it."""
    if most_characters < _FEWEST_CHARACTERS:
        return None
    source, definition = found.source, found.definition
    first = _with_comment(source.text.split("\n"), definition.line)
    most = min(definition.last_line, first + _MOST_LINES - 1)
    piece, last = piece_of(source.text, first, most, texts.find_secrets, most_characters)
    rest = "" if last >= definition.last_line else _rest(definition, last)
    return f"{source.label} (lines {first + 1} to {last + 1}):\n{piece}{rest}"


def _rest(definition: Definition, last: int) -> str:
    """What lies behind the lines that are shown."""
    members = [f"{each.name} (line {each.line + 1})" for each in definition.members if each.line > last]
    more = f" and {len(members) - _MOST_MEMBERS} more" if len(members) > _MOST_MEMBERS else ""
    held = f" They hold {', '.join(members[:_MOST_MEMBERS])}{more}." if members else ""
    return f"\n(Lines {last + 2} to {definition.last_line + 1} were left out.{held})"


def _with_comment(lines: list[str], line: int) -> int:
    """Where the comment right above begins, or the line itself."""
    first = line
    while first and line - first < _MOST_COMMENT and lines[first - 1].lstrip().startswith(_COMMENTS):
        first -= 1
    return first
