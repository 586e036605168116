"""Lines of new text shifted to where the text that they replace begins. Pure.

The first line of the reply fixes the shift of all, unless the second shows that only the first lacks it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pt_lsp.replies.indentation import leading_blanks, tabs_as

_OPENS = re.compile(r"[:{(\[]\s*$")
_CLOSES = re.compile(r"\s*[)\]}]")


@dataclass(frozen=True, slots=True)
class LineShift:
    """What is done with each line: blanks put before it or taken away from there."""

    added: str = ""
    surplus: str = ""
    tabs: Callable[[str], str] = str
    """What is done with its tabs before."""
    first: str | None = None
    """The indentation of the first line that is not blank, when nothing is done with the others."""

    @classmethod
    def between(cls, written: str, wanted: str, tabs: Callable[[str], str] = str) -> "LineShift":
        """What leads from one line's indentation to another; nothing where they have no common beginning."""
        if wanted.startswith(written):
            return cls(added=wanted[len(written) :], tabs=tabs)
        return cls(surplus=written[len(wanted) :] if written.startswith(wanted) else "", tabs=tabs)

    def is_possible(self, lines: Iterable[str]) -> bool:
        """Whether all lines that are not blank have the blanks that are to be taken away."""
        return all(line.startswith(self.surplus) for line in lines if line.strip())

    def lines(self, lines: Sequence[str]) -> list[str]:
        """The lines from the first one on."""
        done = [self.line(line) for line in lines]
        at = next((index for index, line in enumerate(done) if line.strip()), None)
        if self.first is not None and at is not None:
            done[at] = self.first + done[at].lstrip(" \t")
        return done

    def line(self, line: str) -> str:
        """A line further down."""
        line = self.tabs(line)
        return self.added + line.removeprefix(self.surplus) if line.strip() else line


def line_shift(lines: Sequence[str], like: Sequence[str], indentation: str) -> LineShift:
    """How to shift lines so that the first that is not blank has `indentation`, tabs or blanks as in `like`.

    `like` is the text that they replace, or its neighbours where it is blank.
    """
    tabs = tabs_as(lines, [indentation + "x", *like])
    solid = [tabs(line) for line in lines if line.strip()]
    if solid and _is_only_first_off(solid, [line for line in like if line.strip()], indentation):
        return LineShift(tabs=tabs, first=indentation)
    shift = LineShift.between(leading_blanks(solid[0]) if solid else indentation, indentation, tabs)
    return shift if shift.is_possible(solid) else LineShift(tabs=tabs)


def _is_only_first_off(solid: list[str], like: list[str], indentation: str) -> bool:
    """Whether the first line lacks indentation and the second already stands where it belongs."""
    if len(solid) == 1 or len(leading_blanks(solid[0])) >= len(indentation):
        return False
    second = leading_blanks(solid[1])
    # The end of an empty block tells nothing of the lines that it is filled with.
    is_like = len(like) > 1 and bool(_CLOSES.match(like[1])) == bool(_CLOSES.match(solid[1]))
    if is_like and leading_blanks(like[0]) == indentation:
        return second == leading_blanks(like[1]) != ""
    is_deeper = _OPENS.search(solid[0]) is not None and not _CLOSES.match(solid[1])
    return second.startswith(indentation) and not (is_deeper and second == indentation)
