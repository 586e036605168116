"""Lines of the project that hold a name or a text, nearest files first.

Refuses patterns: what a model writes is looked for as it stands.
"""

import re
from collections.abc import Callable

from pt_lsp.project.lookups.project_texts import ProjectTexts
from pt_lsp.project.lookups.questions import OfName, OfText, shown
from pt_lsp.project.lookups.secret_lines import lines_apart

_MOST_LINES = 40
_MOST_CHARACTERS = 4_000
_LONGEST_LINE = 200

_DEFINES = (
    r"\b(?:class|const|defp?|enum|fn|fun|func|function|interface|let|module|namespace|object|proc|protocol"
    r"|struct|sub|table|trait|type|val|var|view)\s{1,8}(?:[\w$]{1,100}(?:::?|\.)){0,4}"
)

Holds = Callable[[str], bool]


def lines_with_name(question: OfName, texts: ProjectTexts) -> str:
    """Those that hold it as a whole word."""
    name = question.names[-1]
    return _listed(texts, lambda text: name in text, _word(name), f"`{shown(name)}`")


def lines_defining(question: OfName, texts: ProjectTexts) -> str:
    """Those in which it follows a word that begins definitions: what no outline has."""
    name = question.names[-1]
    what = f"a definition of `{shown(name)}`"
    return _listed(texts, lambda text: name in text, _word(name, _DEFINES), what)


def lines_with_text(question: OfText, texts: ProjectTexts) -> str:
    """Those that contain it, in any letter case where it has no capitals."""
    wanted = question.text
    what = f"`{shown(wanted)}`" + (f" in `{shown(question.path)}`" if question.path else "")

    def holds(text: str) -> bool:
        return wanted in (text if wanted != wanted.lower() else text.lower())

    return _listed(texts, holds, holds, what, question.path)


def _listed(texts: ProjectTexts, may_hold: Holds, holds: Holds, what: str, within: str = "") -> str:
    """A file is looked through line by line only when it may hold it, and is shown."""
    found: list[str] = []
    n_left = _MOST_CHARACTERS
    for path in texts.nearest():
        if texts.is_late:
            return _joined(found, f"Looking for {what} took too long and was ended: name more of it.")
        if (within and not _is_within(texts.label(path), within)) or not may_hold(texts.raw(path)):
            continue
        if (source := texts.text(path)) is None:
            continue
        for number, line in enumerate(lines_apart(source.text, texts.find_secrets), 1):
            if holds(line):
                listed = f"{source.label}:{number}: {_bounded(line.strip())}"
                n_left -= len(listed) + 1
                if len(found) == _MOST_LINES or n_left < 0:
                    return _joined(found, f"There are more lines with {what}: these are the nearest.")
                found.append(listed)
    return _joined(found, "" if found else f"No line with {what} was found.")


def _joined(found: list[str], note: str) -> str:
    return "\n".join([*found, note] if note else found)


def _word(name: str, before: str = r"(?<![\w$])") -> Holds:
    word = re.compile(rf"{before}{re.escape(name)}(?![\w$])")
    return lambda line: word.search(line) is not None


def _is_within(label: str, within: str) -> bool:
    return label == within or label.startswith(f"{within}/")


def _bounded(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"(a line of {len(line):,} characters)"
