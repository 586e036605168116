"""Takes out of an endpoint's words what it repeats of the prompt: that is the user's code.

Words that both have by chance stay: only what is long, looks like code, or is a name of the code goes.
"""

import re
from collections.abc import Iterator

_MOST = 600
"""More than is ever quoted."""
_LONG, _SHORT = 20, 8
_CODE = re.compile(r"[^A-Za-z .,:!?'-]")
_NAME = re.compile(r"[A-Za-z_$][\w$]{3,}")
_NAME_OF_CODE = re.compile(r".*(?:_|\d|[a-z][A-Z])")


def without_echoes(words: str, sent: str) -> str:
    """The words on one line, at most 600 characters, with `…` where they repeat what was sent."""
    said, known = " ".join(words.split())[:_MOST], " ".join(sent.split())
    if not known:
        return words
    is_echo = bytearray(len(said))
    for begin, end in _echoes(said, known):
        is_echo[begin:end] = b"\1" * (end - begin)
    kept = "".join("\0" if echo else character for echo, character in zip(is_echo, said, strict=True))
    return re.sub(r"\0+", "…", kept)


def _echoes(said: str, known: str) -> Iterator[tuple[int, int]]:
    """Where they are; they overlap."""
    for start in range(len(said) - _SHORT + 1):
        for size in (_SHORT, _LONG):
            piece = said[start : start + size]
            is_telling = size == _LONG or _CODE.search(piece)
            if len(piece) == size and is_telling and piece in known:
                yield start + size - len(piece.lstrip()), start + len(piece.rstrip())
    names = {name for name in _NAME.findall(known) if _NAME_OF_CODE.match(name)}
    yield from (name.span() for name in _NAME.finditer(said) if name[0] in names)
