"""Comments that tell what shall be done at their place: they begin with a marker, as in `# pt: ...`.

A few lines around a place are read, whatever the text; where there is a grammar it says what is no comment
but a string. Refuses to know what code an instruction is about.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from textwrap import dedent
from typing import NamedTuple

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.comment_forms import COMMON_FORMS, CommentForm, comment_forms
from pt_lsp.syntax.scope import scope_at
from pt_lsp.syntax.standing_comments import is_standing

_MOST_LINES = 60
"""Of one comment, and above a place where one may begin."""
_LONGEST_LINE = 1_000
_MOST_ON_LINE = 3
"""So often the marker is looked at."""
_MOST_BROKEN = 8
"""So many without an end or words are followed down."""
_EXCERPT = 8_000
"""More than a scope looks at."""
_MOST_COUNTED = 200_000
_TAIL = frozenset("*!/#;%-<|:'\"")
"""What may follow a sign without a blank and belong to it: `///`, `/**`, `//!`."""
_QUOTES = "\"'`"
_LONG_QUOTES = ('"""', "'''")
_BEFORE_COMMENT = " \t;,)}]"
_LAST_STARS = re.compile(r"(?:^|\s)\*++\Z")
_HOSTS = frozenset({"html", "php"})
"""Their grammars take comments of what they hold, or stand in, for text."""
_BARE = CommentForm("")
_BYTE_ORDER_MARK = "\ufeff"


class InstructionComment(NamedTuple):
    """A comment on the lines from `first` to `last`, and what it says without its signs and the marker."""

    first: int
    last: int
    instruction: str
    is_alone: bool
    """Nothing else is on its lines."""
    parts: tuple[str, ...]
    """The comment as it is written on each of its lines, without blanks around."""
    has_end: bool
    """It ends with a sign; else with its line."""

    def holds(self, line: int) -> bool:
        """Whether the line is one of its lines."""
        return self.first <= line <= self.last


class _Beginning(NamedTuple):
    """Where a comment begins, what it begins with, and where its instruction does."""

    form: CommentForm
    row: int
    column: int
    sign: str
    said_row: int
    said_column: int


def first_instruction_comment(
    text: Text, language_id: str, lines: tuple[int, int], marker: str
) -> InstructionComment | None:
    """The first comment that begins with the marker, whatever its case; None where there is none.

    `lines` are the first and the last to look at; of many comments there only some are read. Line comments of
    one form right below each other are one comment, up to one with a marker of its own or one that is there
    for the code: a note of work, a directive, a license, code, documentation. In a language of which no
    comments are known a line may begin with the marker itself.
    """
    first, last = lines[0], min(lines[1], lines[0] + _MOST_LINES)
    if not marker:
        return None
    n_broken = 0
    for row, match, begun in _beginnings(text, language_id, first, last, _pattern(marker)):
        found = _comment(text, language_id, begun, match.re)
        n_broken += found is None
        if n_broken == _MOST_BROKEN:
            break
        is_there = found is not None and found.last >= first and found.first <= last
        if is_there and _is_comment(text, language_id, begun, row, match.start()):
            return found
    return None


def _beginnings(
    text: Text, language_id: str, first: int, last: int, looked_for: re.Pattern[str]
) -> Iterator[tuple[int, re.Match[str], _Beginning]]:
    """What may begin a comment on these lines, with the marker and its line, from the top."""
    # The marker may be below the sign: as in `/**` on a line of its own.
    for row in range(max(first - _MOST_LINES, 0), min(last + 2, text.n_lines)):
        for match in islice(looked_for.finditer(_content(text, row)), _MOST_ON_LINE):
            if begun := _beginning(text, language_id, row, match):
                yield row, match, begun


@lru_cache(maxsize=8)
def _pattern(marker: str) -> re.Pattern[str]:
    """The marker as a word, if it ends like one."""
    return re.compile(re.escape(marker) + (r"(?!\w)" if marker[-1].isalnum() else ""), re.IGNORECASE)


def _content(text: Text, row: int) -> str:
    """What is on a line; nothing of one that is too long for a person's comment."""
    content = text.line_content(row)
    return content if len(content) <= _LONGEST_LINE else ""


def _beginning(text: Text, language_id: str, row: int, match: re.Match[str]) -> _Beginning | None:
    """The beginning of the comment whose first words are the marker."""
    content = match.string
    before = content[: match.start()].removeprefix(_BYTE_ORDER_MARK)
    n_marks = match.start() - len(before)
    forms = comment_forms(language_id)
    if not before.strip() and not forms:
        return _Beginning(_BARE, row, match.start(), "", row, match.end())
    known = forms or COMMON_FORMS
    for form in known:
        column = _sign_column(form, before)
        if column is not None and (forms or not before[:column].strip()):
            sign = before[column:].rstrip()
            return _Beginning(form, row, n_marks + column, sign, row, match.end())
    if row and not before.strip(" \t*"):
        above = _content(text, row - 1)
        for form in known:
            column = _sign_column(form, above)
            if form.closing and column is not None and not above[:column].strip():
                return _Beginning(form, row - 1, column, above[column:].rstrip(), row, match.end())
    return None


def _sign_column(form: CommentForm, before: str) -> int | None:
    """Where the sign begins that a text ends with."""
    head = before.rstrip()
    column = (head.lower() if form.is_word else head).rfind(form.opening)
    if column < 0 or not _TAIL.issuperset(head[column + len(form.opening) :]):
        return None
    if not form.closing:
        while column and head[column - 1] == form.opening[-1]:
            column -= 1
    inner = head[:column]
    if (form.is_word and (inner.strip() or head == before)) or (form.is_at_margin and column):
        return None
    return None if form.is_for_elements and inner.strip() else column


def _comment(
    text: Text, language_id: str, begun: _Beginning, looked_for: re.Pattern[str]
) -> InstructionComment | None:
    content = _content(text, begun.row)
    is_alone = not content[: begun.column].removeprefix(_BYTE_ORDER_MARK).strip()
    if begun.form.closing:
        return _block(text, begun, is_alone=is_alone)
    below: list[str] = []
    if begun.form is not _BARE:
        parts = list(_parts_below(text, begun, looked_for, is_alone=is_alone))
        code = _content(text, begun.row + 1 + len(parts)) if begun.row + 1 + len(parts) < text.n_lines else ""
        said_below = (part[len(begun.sign) :].strip() for part in parts)
        stop = (at for at, words in enumerate(said_below) if is_standing(words, language_id, code))
        below = parts[: next(stop, None)]
    said = [content[begun.said_column :], *(part[len(begun.sign) :] for part in below)]
    return _made(begun, said, [content[begun.column :], *below], is_alone=is_alone)


def _parts_below(
    text: Text, begun: _Beginning, looked_for: re.Pattern[str], *, is_alone: bool
) -> Iterator[str]:
    """The line comments right below that go on with what one says."""
    first = _content(text, begun.row)
    indentation = first[: begun.column].removeprefix(_BYTE_ORDER_MARK)
    is_spaced = first[begun.column + len(begun.sign) :][:1].isspace()
    for row in range(begun.row + 1, min(begun.row + _MOST_LINES, text.n_lines)):
        content = _content(text, row)
        part = content[begun.column if not is_alone else len(indentation) :]
        blanks = content[: len(content) - len(part)]
        is_below = blanks == indentation if is_alone else not blanks.strip()
        rest = part[len(begun.sign) :]
        is_same = part[: len(begun.sign)].lower() == begun.sign.lower()
        # `///`, `#[...]`, `//go:build`: what is attached to the sign is no sentence that goes on.
        goes_on = not rest or rest[0].isspace() or (not is_spaced and rest[0].isalnum())
        words = rest.strip()
        if not (is_below and is_same and goes_on) or looked_for.match(words):
            return
        yield part


def _block(text: Text, begun: _Beginning, *, is_alone: bool) -> InstructionComment | None:
    """A comment that ends with a sign; None where code follows it and it is no part of one line."""
    said: list[str] = []
    parts: list[str] = []
    for row in range(begun.row, min(begun.row + _MOST_LINES, text.n_lines)):
        content = _content(text, row)
        start = begun.column if row == begun.row else 0
        inner = begun.said_column if row == begun.said_row else start
        end = _closing(content, begun.form, inner) if row >= begun.said_row else -1
        if row >= begun.said_row:
            said.append(content[inner : end if end >= 0 else None])
        if end < 0:
            parts.append(content[start:])
            continue
        end += len(begun.form.closing)
        parts.append(content[start:end])
        is_last = not content[end:].strip()
        if not is_last and row > begun.row:
            return None
        return _made(begun, _unstarred(said), parts, is_alone=is_alone and is_last)
    return None


def _closing(content: str, form: CommentForm, start: int) -> int:
    if form.is_at_margin:
        return 0 if content.startswith(form.closing) else -1
    return content.find(form.closing, start)


def _unstarred(said: Sequence[str]) -> list[str]:
    """The lines of a block without a star before each of them, if there is one."""
    first, *others = said
    solid = [line.lstrip() for line in others if line.strip()]
    if solid and all(line.startswith("*") for line in solid):
        others = [line.lstrip()[1:] for line in others]
    return [first, *others]


def _made(
    begun: _Beginning, said: Sequence[str], parts: Sequence[str], *, is_alone: bool
) -> InstructionComment | None:
    """None where it says nothing."""
    others = dedent("\n".join(line.rstrip() for line in said[1:]))
    words = _LAST_STARS.sub("", f"{said[0].strip()}\n{others}".strip()).strip()
    if not words:
        return None
    own = tuple(part.strip() for part in parts)
    last = begun.row + len(own) - 1
    return InstructionComment(begun.row, last, words, is_alone, own, begun.form.closing != "")


def _is_comment(text: Text, language_id: str, begun: _Beginning, row: int, column: int) -> bool:
    """Whether the marker is in a comment: the grammar says so, or there is none and it is in no string."""
    if begun.form is _BARE:
        return True
    offset = text.line_start(row) + column
    before = text.slice(Span(max(offset - _EXCERPT, 0), offset))
    after = text.slice(Span(offset, min(offset + _EXCERPT, len(text))))
    scope = scope_at(before, after, language_id)
    if scope is not None:
        return scope.is_comment or (language_id in _HOSTS and not scope.is_words)
    if _is_in_long_string(text, offset, begun):
        return False
    line = _content(text, begun.row)
    head, tail = line[: begun.column], line[begun.column + len(begun.sign) :]
    is_quoted = any(head.count(quote) % 2 and quote in tail for quote in _QUOTES)
    return not is_quoted and (not head.strip() or head[-1] in _BEFORE_COMMENT)


def _is_in_long_string(text: Text, offset: int, begun: _Beginning) -> bool:
    """Whether triple quotes part the place from its file's code, counted from the top."""
    if offset > _MOST_COUNTED or begun.sign.startswith("'"):
        return False
    before, after = text.slice(Span(0, offset)), text.slice(Span(offset, min(offset + _EXCERPT, len(text))))
    return any(before.count(quotes) % 2 == 1 and quotes in after for quotes in _LONG_QUOTES)
