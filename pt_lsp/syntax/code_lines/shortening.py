"""Cuts one line of code to a length between its tokens: what is left out of a bracket is `...` there.

Refuses to know any language, and what it is given is whole: its brackets are balanced and in no literal.
"""

import re
from dataclasses import dataclass, field

LEFT_OUT = "..."

_TOKEN = re.compile(
    r"""\s*+(?:"(?:[^"\\\n]|\\.)*+"|`[^`\n]*+`|'[^'\\()\[\]{}\n]*+'|[\w$]++|\.\.\.|[()\[\]{}]|[^\w\s])"""
)
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_UNFINISHED = re.compile(
    r"(?:\s*+(?:->|=>|\.\.\.|[-=:,;.|&+<@*]|\b(?:extends|implements|where|with|as|by)))++$"
)
_OPEN_TYPES = re.compile(r"(?<=\w)<[^<>]*+$")


@dataclass(slots=True)
class _Group:
    """What stands in brackets, these with it; the outermost has none."""

    opening: str = ""
    closing: str = ""
    items: list["_Group | str"] = field(default_factory=list)
    size: int = 0

    def least(self) -> int:
        return min(self.size, len(self.opening) + len(LEFT_OUT) + len(self.closing))


def shortened(code: str, most: int) -> str:
    """`code` in at most `most` characters, of which there are at least some ten."""
    if len(code) <= most:
        return code
    return "".join(_fitted(_grouped(code), most)).strip()


def without_loose_end(code: str) -> str:
    """`code` without signs at its end that only say that more follows, nor open type arguments."""
    return _UNFINISHED.sub("", _OPEN_TYPES.sub("", code)).rstrip()


def _grouped(code: str) -> _Group:
    outermost = _Group()
    groups = [outermost]
    for match in _TOKEN.finditer(code):
        token = match.group()
        sign = token.lstrip()
        if sign in _CLOSES:
            groups.append(_Group(token, _CLOSES[sign]))
        elif len(groups) > 1 and sign == groups[-1].closing:
            group = groups.pop()
            group.closing = token
            group.size += len(group.opening) + len(token)
            groups[-1].items.append(group)
            groups[-1].size += group.size
        else:
            groups[-1].items.append(token)
            groups[-1].size += len(token)
    return outermost


def _fitted(group: _Group, most: int) -> list[str]:
    """The group's text: what its brackets hold is left out, then put back from the left."""
    room = most - len(group.opening) - len(group.closing)
    least = sum(item.least() if isinstance(item, _Group) else len(item) for item in group.items)
    if least > room:
        return [group.opening, *_beginning(group, room), group.closing]
    spare = room - least
    parts = [group.opening]
    for item in group.items:
        if isinstance(item, str):
            parts.append(item)
            continue
        inside = _fitted(item, item.least() + spare)
        spare -= sum(map(len, inside)) - item.least()
        parts += inside
    return [*parts, group.closing]


def _beginning(group: _Group, most: int) -> list[str]:
    """The first items of a group, up to a comma if it is in brackets, and a sign that there are more."""
    parts: list[str] = []
    room = most - len(LEFT_OUT) - 1
    whole = 0
    for item in group.items:
        text = item if isinstance(item, str) else "".join(_fitted(item, item.least()))
        if len(text) > room:
            break
        room -= len(text)
        parts.append(text)
        if text in {",", ";"}:
            whole = len(parts)
    if group.opening:
        parts = parts[:whole]
    kept = "".join(parts)
    return [kept, " " if kept and not kept.endswith(" ") else "", LEFT_OUT]
