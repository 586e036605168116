"""Brackets in a piece of code, those in strings left out; no grammar, so a guess where quotes span lines."""

import re

OPENERS = "([{"
CLOSERS = ")]}"

_PARTNER = dict(zip(CLOSERS, OPENERS, strict=True))
_STRING = re.compile(r"""(['"`])(?:\\.|(?!\1)[^\\\n])*\1""")


def depth(code: str) -> int:
    """How many brackets stay open; negative when more are closed than opened."""
    bare = _STRING.sub("", code)
    return sum((character in OPENERS) - (character in CLOSERS) for character in bare)


def unopened_closers(code: str) -> str:
    """The closing brackets that have no opening one before them, in order."""
    opened: list[str] = []
    unopened = ""
    for character in _STRING.sub("", code):
        if character in OPENERS:
            opened.append(character)
        elif character in CLOSERS:
            if opened and opened[-1] == _PARTNER[character]:
                opened.pop()
            elif not opened:
                unopened += character
    return unopened
