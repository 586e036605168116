"""Reads the patterns of files that stay on the machine: one that would not do what it says is refused.

git sees no fault in such a pattern, it only matches nothing; who wrote it believes that files are left out.
Pure.
"""

import re

from pt_lsp.globs import is_readable

_EMPTY_STEPS = re.compile(r"/(?:\.?/)+")
_ELSEWHERE = re.compile(r"^!?(?:~(?:/|$)|[A-Za-z]:[\\/])|://|(?:^!?|/)\.\.(?:/|$)")
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_ESCAPED = "#![]{}\\ "
_CHOICE = re.compile(r"\{[^{}]*,[^{}]*\}|\$\{")
_SEPARATOR = re.compile(r"[,;\n]")


class NotAPattern(ValueError):
    """Its text says what is wrong, as the end of a sentence."""


def read_patterns(written: tuple[str, ...]) -> tuple[str, ...]:
    """Gitignore-style patterns, each without what is certainly meant to say nothing. NotAPattern."""
    return tuple(_read(each, f"number {n} of its patterns") for n, each in enumerate(written, 1))


def read_lone_pattern(written: str) -> tuple[str, ...]:
    """A list of one, of which only the text was written. NotAPattern where there may be several in it."""
    if _SEPARATOR.search(written.strip()):
        raise NotAPattern("must be a list of texts, one for each pattern")
    return read_patterns((written,))


def _read(written: str, name: str) -> str:
    pattern = written.lstrip()
    if not pattern.rstrip().endswith("\\"):  # git keeps a blank that is escaped
        pattern = pattern.rstrip()
    if not pattern or pattern.startswith("#"):
        return pattern
    if _ELSEWHERE.search(pattern):
        raise NotAPattern(f"cannot be used: {name} leads out of the folder")
    if any(escaped not in _ESCAPED for escaped in _ESCAPE.findall(pattern)):
        raise NotAPattern(f"cannot be used: {name} holds a backslash; folders are separated by `/`")
    if _CHOICE.search(pattern):
        raise NotAPattern(f"cannot be used: {name} holds braces; write one pattern for each choice")
    bang, path = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
    pattern = bang + _EMPTY_STEPS.sub("/", path.removeprefix(".") if path.startswith("./") else path)
    if not is_readable(pattern):
        raise NotAPattern(f"cannot be used: {name} matches nothing")
    return pattern
