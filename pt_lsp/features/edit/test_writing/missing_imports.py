"""What a file lacks of the imports that new tests begin with, name by name. Pure.

Most languages take the same import twice. Go, JavaScript, PHP and Rust do not, where it brings in a name
anew: what models repeat beside a new name is left out there. Refuses to know where imports go.
"""

import re
from collections.abc import Iterator, Sequence

_JAVASCRIPT = frozenset({"javascript", "javascriptreact", "typescript", "typescriptreact"})
_NAME_BY_NAME = _JAVASCRIPT | {"php", "rust"}
_GO_PACKAGE = re.compile(r"(?:import\b)?[ \t]*+\(?[ \t]*+((?:[\w.]++[ \t]++)?(?:\"[^\"\n]++\"|`[^`\n]++`))")
_BRACES = re.compile(r"(?P<before>[^{}]*+)\{(?P<names>[^{}]*+)\}(?P<after>[^{}]*+)\Z")
_LAST_WORD = re.compile(r"(?<![\w$])[\w$]++\Z")
_NO_NAMES = frozenset({"self", "_"})
"""What Rust may say of several imports."""
_DEFAULT = re.compile(r"(import\s++(?:type\s++)?)([\w$]++)\s*+,\s*+\Z")
_ALONE = re.compile(
    r"import\s++(?:type\s++)?(?:\*\s*+as\s++)?([\w$]++)\s++from\b|(?:const|let|var)\s++([\w$]++)\s*+=|"
    r"use\s[^{};]*?(?<![\w$])([\w$]++)\s*+;"
)


def missing_imports(new: Sequence[str], known: Sequence[str], language_id: str) -> list[str]:
    """The lines of the statements in `new` that bring in what those in `known` do not."""
    if language_id == "go":
        there = {each for statement in known for each in _go_imports(statement)}
        said = dict.fromkeys(each for statement in new for each in _go_imports(statement))
        return [each for each in said if each not in there]
    there = set(map(_bare, known))
    lacking = [statement for statement in new if _bare(statement) not in there]
    if language_id in _NAME_BY_NAME:
        names = {name for statement in known for name in _bound(statement)}
        lacking = [rest for statement in lacking if (rest := _without(statement, names))]
    return [line for statement in lacking for line in statement.split("\n")]


def _go_imports(statement: str) -> list[str]:
    """One import for each package of a Go statement; what holds none stays as it is."""
    lines = statement.split("\n")
    found = [match[1] for line in lines if (match := _GO_PACKAGE.match(line.strip()))]
    return [f"import {each}" for each in found] or lines


def _bare(statement: str) -> str:
    """A statement without white space."""
    return "".join(statement.split())


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _local(name: str) -> str:
    """What a name is called here: the last word of `type A`, `a as b` and `a: b`."""
    match = _LAST_WORD.search(name)
    return match[0] if match and match[0] not in _NO_NAMES else ""


def _bound(statement: str) -> Iterator[str]:
    """The names that a statement brings in."""
    if alone := _ALONE.match(statement):
        yield from filter(None, alone.groups())
    if braces := _BRACES.match(statement):
        yield from filter(None, map(_local, _listed(braces["names"])))
        if default := _DEFAULT.match(braces["before"]):
            yield default[2]


def _without(statement: str, names: set[str]) -> str:
    """The statement without names that are there; empty where it brings in no other one."""
    braces = _BRACES.match(statement)
    if braces is None:
        return statement
    before, listed = braces["before"], _listed(braces["names"])
    kept = [name for name in listed if _local(name) not in names]
    default = _DEFAULT.match(before)
    is_default_known = default is not None and default[2] in names
    if len(kept) == len(listed) and not is_default_known:
        return statement
    if default is not None:
        if not kept:
            after = braces["after"].lstrip()
            return "" if is_default_known else f"{default[1]}{default[2]} {after}"
        before = default[1] if is_default_known else before
    blank = "" if "::" in before or "\\" in before else " "
    return f"{before}{{{blank}{', '.join(kept)}{blank}}}{braces['after']}" if kept else ""
