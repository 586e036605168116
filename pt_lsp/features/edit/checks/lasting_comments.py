"""Which comments of a place stay where new ones are written there. Pure.

What is next to the code and of the same kind as what is new is taken to have been written anew. What is for
programs, notes of work to do, and what a blank line sets off stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pt_lsp.features.edit.checks.commented_code import Note

_SIGNS = r"\s*+(?:#++|//++|--++|/\*++|;++|%++|'|\(\*|<!--)?[\s*!]*+"
_FOR_PROGRAMS = (
    r"type:|noqa|nosec\b|nosemgrep|pylint:|pyright:|mypy:|pyre-|pytype:|ruff:|fmt:|isort:|flake8:|yapf:|cython:",
    r"pragma\b|vim?:|-\*-|.{0,4}?coding[:=]|(?:lang|language)=|IWYU pragma|[LG]COVR?_EXCL",
    r"eslint|prettier|@ts-|tslint|biome|deno-|jshint\b|@(?:no)?flow\b|@jsx|@(?:jest|vitest)-environment\b",
    r"@typedef\b|<(?:reference|amd-)|[#@]? ?sourceMappingURL|(?:istanbul|c8|v8) ignore|webpack\w++:",
    r"go:|\+build\b|nolint|clang-|NOLINT|NOSONAR|NOPMD|CHECKSTYLE|\$NON-NLS|@formatter:|noinspection\b",
    r"ReSharper |coverity\[|(?i:fall(?:s|ing)?[ -]?thr(?:ough|u)\b)|SAFETY:|MARK:|\#?(?:end)?region\b",
    r"rubocop:|frozen_string_literal|typed:|:[a-z]*(?:doc|cov):|steep:|phpcs:|@?phpstan-|@?psalm-|@codeCoverageIgnore",
    r"shellcheck |hadolint |yamllint |yaml-language-server:|luacheck:|selene:|stylua:|@diagnostic\b",
    r"swiftlint:|ignore(?:_for_file)?:|name: \w++ :\w|\+(?:goose|migrate)\b|\[if |\#(?:include|cgo|define)\b",
    # `ktlint-disable`, `cppcheck-suppress`, `tfsec:ignore`: nobody begins a sentence like that.
    r"[A-Za-z][\w.]*+(?:-[a-z]\w*+)*?(?:-(?:ignore|disable|enable|suppress|expect)|:(?:ignore|disable|skip))\b",
)
_FOR_PEOPLE = (
    r"TODO\b|FIXME\b|HACK\b|XXX\b|Copyright|\(c\)|SPDX-|Licen[cs]e|@license|@preserve|@generated",
    r"Code generated|DO NOT EDIT",
)
# Go knows an order by what is next to the slashes; pragmas of Haskell and versions of MySQL are code.
_WHOLE = r"#!|//(?:export|extern|line) |/\*\s*+(?:globals?|exported)\s|\{-[\#@]|/\*!\d{5}|\# ?%%"
_LASTING = re.compile(rf"{_WHOLE}|{_SIGNS}(?:{'|'.join((*_FOR_PROGRAMS, *_FOR_PEOPLE))})")
_FURTHER_SIGN = re.compile(r"(?<=[ \t])(?:#|//)")
_ON_TOP = re.compile(
    rf"#!|\# ?%%|{_SIGNS}(?:MARK:|\#?region\b|@(?:no)?flow\b|@jsx|@(?:jest|vitest)-|<(?:reference|amd-))"
)
"""What is about more than the code below it."""


def is_lasting(text: str) -> bool:
    """Whether a comment is an order or a note that outlasts documentation."""
    # Behind code there may be several, and words before them.
    further = () if "\n" in text else (sign.start() for sign in _FURTHER_SIGN.finditer(text))
    return any(_LASTING.match(text, at) for at in (0, *further))


def together(old: Sequence[Note], new: Sequence[Note]) -> list[Note]:
    """The new comments on lines of their own with those of the old ones that stay, in the order to stand."""
    written = {note.text for note in new}
    stay = list(_staying(old, new))
    replaced = [at for at, note in enumerate(old) if not stay[at] and note.text not in written]
    border = replaced[0] if replaced else _last_block(old)
    kept = [(at, note) for at, note in enumerate(old) if stay[at] and note.text not in written]
    above = [note for at, note in kept if _is_above(at, note, border, new)]
    below = [note for at, note in kept if not _is_above(at, note, border, new)]
    if above and replaced:
        first, *others = new
        new = [replace(first, n_blank=max(first.n_blank, old[border].n_blank)), *others]
    return [*above, *new, *below]


def _is_above(at: int, note: Note, border: int, new: Sequence[Note]) -> bool:
    if any(each.is_docstring for each in new) and not note.is_docstring:
        return False
    return at < border or _ON_TOP.match(note.text) is not None


def _staying(old: Sequence[Note], new: Sequence[Note]) -> Iterator[bool]:
    """For each old comment whether it stays though the new ones do not hold it."""
    kinds = {note.is_docstring for note in new}
    border = _last_block(old)
    for at, note in enumerate(old):
        is_next = note.is_docstring or at >= border
        yield not is_next or note.is_docstring not in kinds or is_lasting(note.text)


def _last_block(notes: Sequence[Note]) -> int:
    """Where the comments begin that no blank line parts from the last."""
    at = len(notes) - 1
    while at > 0 and not notes[at].n_blank:
        at -= 1
    return max(at, 0)
