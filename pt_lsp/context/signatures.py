"""What a signature tells by the forms of its language: what it gives or holds, who may use it and how.

Refuses to parse: a signature is one line, and what looks like a type's name is one.
"""

import re

from pt_lsp.context.words import COMMON, IDENTIFIER, TYPE_NAME

_TYPE_FIRST = frozenset({"c", "cpp", "csharp", "java", "php"})
_LOWER_TYPES = frozenset({"c", "cpp", "go"})
"""Languages whose own types are often written small."""

_RESULT = re.compile(r"(?:->|\)\s*:)\s*([^\n]+)")
_ANNOTATION = re.compile(r"^(?:pub(?:\([^()\n]*\))? )?[^(=\n]*?:\s*([^=\n]+)")
_HEAD_ENDS = re.compile(r"[(={;]")
_INLINE_DECORATOR = re.compile(r"@[\w.]++(?:\([^()\n]*+\))?|\[\w[^\[\]\n]*+\] ")
_GO_RECEIVER = re.compile(r"func \([^()]*+\) ")
_GO_ALSO = re.compile(r"\A(?:\s*+,\s*+\w++)*+")
_CLOSED = re.compile(r"\b(?:private|protected)\b")
_PRIVATE_NAME = re.compile(r"_(?!_)")
_BASIC = frozenset({"byte", "char", "double", "error", "long", "rune", "short", "signed", "size_t", "uint"})
_IN_A_WORD = re.compile(r"\w")
_OWN = "Self"
_OWN_ALONE = re.compile(r"\s*+\??(?:self|static|this|\$this)(?:\|null)?[\s;]*+")


def types_given(
    name: str, signature: str, language_id: str, told_type: str = "", owner: str = ""
) -> tuple[str, ...]:
    """Names of the types of what it gives or holds: its result, its annotation, else what is told above it.

    `Self` and such are the type that it is a member of.
    """
    given = _given(name, signature.rpartition("\n")[2], language_id)
    return _types_in(given, language_id, owner) or _types_in(told_type, language_id, owner)


def _types_in(text: str, language_id: str, owner: str) -> tuple[str, ...]:
    pattern = IDENTIFIER if language_id in _LOWER_TYPES else TYPE_NAME
    found = [each for each in pattern.findall(text) if each not in _BASIC and each not in COMMON]
    if owner and (_OWN in found or _OWN_ALONE.fullmatch(text)):
        found = [owner, *(each for each in found if each != _OWN)]
    return tuple(dict.fromkeys(found))


def is_called(name: str, signature: str) -> bool:
    """Whether a bracket stands behind the name; one before it belongs to something else."""
    line = signature.rpartition("\n")[2]
    return "(" in _around(name, line)[1]


def is_closed(name: str, signature: str) -> bool:
    """Whether it is meant for its own class by its name, or by a word before it."""
    if _PRIVATE_NAME.match(name):
        return True
    before, _ = _around(name, signature.rpartition("\n")[2])
    return before.endswith("#") or _CLOSED.search(before) is not None


def _given(name: str, line: str, language_id: str) -> str:
    if language_id == "go":
        return _given_in_go(name, _GO_RECEIVER.sub("", line, count=1))
    result = _RESULT.search(line)
    if language_id not in _TYPE_FIRST:
        found = result or _ANNOTATION.search(line)
        return found[1] if found else ""
    if result and language_id in {"cpp", "php"}:
        return result[1]
    head = _HEAD_ENDS.split(_INLINE_DECORATOR.sub("", line), maxsplit=1)[0]
    return _around(name, head, is_last=True)[0]


def _given_in_go(name: str, line: str) -> str:
    """What follows the parameters, or the names that share a type."""
    rest = _around(name, line)[1]
    if rest.startswith("["):
        rest = rest[_closing(rest, "[", "]") :]
    if rest.startswith("("):
        return rest[_closing(rest, "(", ")") :]
    return _GO_ALSO.sub("", rest, count=1).partition("=")[0].partition("`")[0]


def _around(name: str, line: str, *, is_last: bool = False) -> tuple[str, str]:
    """What stands before and behind the name as a whole word; nothing where it is none."""
    find = line.rfind if is_last else line.find
    at = find(name)
    while at >= 0:
        end = at + len(name)
        if not _IN_A_WORD.match(line[max(0, at - 1) : at]) and not _IN_A_WORD.match(line[end : end + 1]):
            return line[:at], line[end:]
        at = line.rfind(name, 0, end - 1) if is_last else line.find(name, at + 1)
    return "", ""


def _closing(text: str, opening: str, closing: str) -> int:
    """Where the bracket that `text` starts with is closed, past the sign; its end where it is not."""
    depth = 0
    for n, sign in enumerate(text):
        depth += (sign == opening) - (sign == closing)
        if not depth:
            return n + 1
    return len(text)
