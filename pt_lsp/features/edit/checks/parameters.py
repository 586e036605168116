"""What a definition takes, read from its signature as far as those who call it have to know. Pure.

Names where calls may say them, types where calls do not do without, else how many there are.
"""

import re

_BY_NAME = frozenset({"cython", "kotlin", "php", "python"})
_BY_NUMBER = frozenset(
    {"javascript", "javascriptreact", "lua", "shellscript", "typescript", "typescriptreact"}
)
_OPENING, _CLOSING = "([{<", ")]}>"
_MODIFIERS = r"(?:(?:final|readonly|public|private|protected|vararg|val|var|crossinline|noinline)\s++)*+"
_NAME = re.compile(rf"[^\w$*&.]*+{_MODIFIERS}(?P<name>\*{{0,2}}\w++)")
_VARIABLE = re.compile(r"(?:\.\.\.)?\$\w++")
_RUBY_NAME = re.compile(r"\w++:|[*&]{0,2}")
_LAST_NAME = re.compile(r"(?<=[\s*&\]>])\w++(?:\[\])?\Z")
_DEFAULT = re.compile(r"(?<![=<>!])=(?![=>])|^[\w$]++\?")
_BLANKS = re.compile(r"\s++")


def parameters(name: str, signature: str, language_id: str) -> tuple[str, ...] | None:
    """What is to be known of each parameter, in order; None for what takes none, as it has no brackets."""
    listed = _written(name, signature)
    if listed is None:
        return None
    known = [_known(each, language_id) for each in listed]
    if language_id == "go":  # names may share the type that follows
        for at in range(len(known) - 2, -1, -1):
            known[at] = known[at] or known[at + 1]
    return tuple(known)


def optional(name: str, signature: str, language_id: str) -> frozenset[int]:
    """The places of parameters that calls may leave out, where the language has such."""
    if language_id not in _BY_NAME | _BY_NUMBER:
        return frozenset()
    return frozenset(at for at, each in enumerate(_written(name, signature) or ()) if _DEFAULT.search(each))


def _written(name: str, signature: str) -> list[str] | None:
    """The parameters as they are written."""
    line = signature.rpartition("\n")[2]
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)[^()=]*+\(", line) or re.search(r"[^()]*+\(", line)
    return None if match is None else _listed(line[match.end() :])


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


def _known(parameter: str, language_id: str) -> str:
    if language_id in _BY_NUMBER:
        return _shape(parameter)
    if language_id in _BY_NAME:
        match = _VARIABLE.search(parameter) if language_id == "php" else _NAME.match(parameter)
        return parameter[:1] if match is None else match.groupdict().get("name") or match.group()
    if language_id == "ruby":
        match = _RUBY_NAME.match(parameter)
        return match.group() if match else ""
    return _BLANKS.sub("", _type(parameter, language_id))


def _shape(parameter: str) -> str:
    """Whether it takes all that is left, or which fields it takes apart."""
    if parameter[0] in "{[":
        return _BLANKS.sub("", parameter.partition("}")[0])
    return "..." if parameter.startswith("...") else ""


def _type(parameter: str, language_id: str) -> str:
    if language_id == "rust":
        return parameter.partition(":")[2] or parameter.removeprefix("mut ")
    if language_id == "go":
        return parameter.partition(" ")[2]
    return _LAST_NAME.sub("", parameter.partition("=")[0].strip().removeprefix("final "))
