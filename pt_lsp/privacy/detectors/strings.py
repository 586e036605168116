"""The strings that follow a place in a text of any language: in lists, maps, arguments and concatenations.

Refuses to know which of them are secrets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LONGEST = 6_000
_MOST_TOKENS = 400
_DEEPEST = 8
"""Where each bracket opens such a list within the one before, each piece of text is read so often at most."""

_TOKEN = re.compile(
    r"(?P<blank>[ \t]+|(?:\#|//|--[ ])[^\n]{0,1000}(?=\n)|/\*(?s:.{0,1000}?)\*/)"
    r"|(?P<line_end>\\?\r?\n)"
    r"|[brfuLRN@$]{0,2}(?P<quote>\\?(?:\"\"\"|'''|[\"'`]))(?P<value>(?:(?!(?P=quote)|<\|)[^\n]){0,4096}?)(?P=quote)"
    r"|(?P<mark>=>|->|:(?!:)|=(?!=))"
    r"|(?P<join>\+|\.\.?(?![\w.])|<>|&(?!\w)|\|\||\\)"
    r"|(?P<open>[\[({])|(?P<close>[\])}])|(?P<comma>[,;])"
    r"|(?P<word>[\w$@%!?*/<>~^-]+(?:\.\w+)*|.)"
)


@dataclass(slots=True)
class StringValue:
    """One value, written as one string or as several that are joined."""

    indices: tuple[int, ...]
    """Its place in each of the open brackets, the innermost last."""
    is_named: bool = False
    """Whether a name of its own stands before it, as in a map."""
    spans: list[tuple[int, int]] = field(default_factory=list)

    def text(self, text: str) -> str:
        """The whole value, out of the text that it stands in."""
        return "".join(text[start:end] for start, end in self.spans)


class _Reader:
    """Goes from token to token, up to the end of what the place began."""

    def __init__(self, depth: int) -> None:
        self.indices = [0] * (depth + 1)
        self.value = StringValue(tuple(self.indices))
        self.is_joined = False
        self.is_over = False

    def take(self, match: re.Match[str], text: str) -> StringValue | None:
        """The value that ends with this token, if one does."""
        is_inside = len(self.indices) > 1
        match match.lastgroup:
            case "value":
                self.value.spans.append(match.span("value"))
                self.is_joined = False
            case "join":
                self.is_joined = True
            case "mark":  # what stood before was a name
                self.is_over = not is_inside
                self.value = StringValue(tuple(self.indices), is_named=True)
            case "word" if self.is_joined:  # a variable between two strings
                self.is_joined = False
            case "word":
                return self._end(is_over=not is_inside)
            case "line_end":
                goes_on = is_inside or self.is_joined or _GOES_ON.match(text, match.start())
                return None if goes_on else self._end(is_over=True)
            case "open" | "close" | "comma":
                return self._take_bracket_or_comma(match.lastgroup)
        return None

    def _take_bracket_or_comma(self, kind: str) -> StringValue | None:
        done = self._end()
        if kind == "open":
            self.indices.append(0)
        elif kind == "close":
            self.indices.pop()
        else:
            self.indices[-1] += 1
        self.is_over = not 1 < len(self.indices) <= _DEEPEST
        self.value = StringValue(tuple(self.indices))
        return done

    def _end(self, *, is_over: bool = False) -> StringValue | None:
        done = self.value if self.value.spans else None
        self.value = StringValue(tuple(self.indices))
        self.is_joined = False
        self.is_over = is_over
        return done


_GOES_ON = re.compile(r"\\|\r?\n[ \t]{0,100}(?:\+|\.(?!\w)|&(?!\w)|\|\||<>)")


def read(text: str, start: int, longest: int = _LONGEST, depth: int = 0) -> Iterator[StringValue]:
    """The values from `start` on: of the bracket that opens there, or one alone.

    With a `depth` of 1 it begins within a bracket.
    """
    reader = _Reader(depth)
    end = min(len(text), start + longest)
    position = start
    for _ in range(_MOST_TOKENS):
        match = None if reader.is_over else _TOKEN.match(text, position, end)
        if match is None:
            break
        position = match.end()
        if done := reader.take(match, text):
            yield done
    if reader.value.spans:
        yield reader.value
