"""What a definition takes, read from its signature: names alone where types may be left out. Pure."""

import re

_TYPED_BY_FORM = frozenset({"c", "cpp", "csharp", "go", "java"})
"""Languages in which types are a part of what is taken."""
_OPENING, _CLOSING = "([{<", ")]}>"
_NAME = re.compile(
    r"[^\w$@*&.]*+(?:(?:self|mut|final|const|readonly|public|private|protected|vararg|val|var)\s++)*+"
    r"(?P<name>[*&.]{0,3}\$?\w++)"
)
_VARIABLE = re.compile(r"(?:\.\.\.)?\$\w++")
_BLANKS = re.compile(r"\s++")


def parameters(name: str, signature: str, language_id: str) -> tuple[str, ...] | None:
    """Each parameter in order; None for what takes none, as it has no brackets."""
    line = signature.rpartition("\n")[2]
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)[^()=]*+\(", line) or re.search(r"[^()]*+\(", line)
    if match is None:
        return None
    listed = _listed(line[match.end() :])
    if language_id in _TYPED_BY_FORM:
        return tuple(_BLANKS.sub("", each) for each in listed)
    return tuple(_name(each, language_id) for each in listed)


def _listed(text: str) -> list[str]:
    """What commas part up to the bracket that closes; arrows are no brackets."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING and text[at - 1 : at] not in {"-", "="}:
            depth -= 1
        if depth < 0 or (sign == "," and not depth):
            parts.append(text[start:at])
            start = at + 1
        if depth < 0:
            break
    return [part for part in map(str.strip, parts) if part]


def _name(parameter: str, language_id: str) -> str:
    found = _VARIABLE.search(parameter) if language_id == "php" else None
    if found is not None:
        return found.group()
    match = _NAME.match(parameter)
    # What is taken apart where it is taken has no name of its own.
    return (
        match["name"] if match and parameter[0] not in "{[" else _BLANKS.sub("", parameter.partition(":")[0])
    )
