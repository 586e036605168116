"""Reads the JSON values in a text, as far as they are sound, in one pass and whatever the text is.

Refuses to know what the values are for. Prose around them, fences, comments, names without quotes, commas
too many or too few and braces that are missing between are borne; what was open at the text's end is there,
but not whole.
"""

import re

from pt_lsp.replies.json_values.strings import MARKS, Place, string_at
from pt_lsp.replies.json_values.values import Json, JsonArray, JsonObject

_MOST_CHARACTERS = 400_000
_DEEPEST = 60
"""What is deeper belongs to no answer; it is read and dropped."""

_OPENING = re.compile(r"[{\[]|[\"'](?=\s*+[{\[])")
"""Where a value may begin in prose."""
_SPACE = re.compile(r"(?:[\s,;]++|//[^\n]*+|#[^\n]*+|/\*.*?\*/|/\*.*+)++", re.DOTALL)
_COLON = re.compile(r"\s*+(?::|=>)")
_WORD = re.compile(r"[^\s{}\[\],:\"]++")
_BARE = re.compile(r"[^,\n{}\[\]\"]++")
"""A value without quotes: a number, a word, or several."""
_BARE_END = re.compile(r"(?<!\s)\s*+(?://.*|\#.*|/\*.*)?$")
"""Tried once for blanks that stand together: where they are many, it would take as many times as long."""
_NOTHING = frozenset({"null", "none", "undefined", "nil"})


def read_json(text: str) -> JsonArray:
    """All values that stand in the text one after the other."""
    return _Reader(text[:_MOST_CHARACTERS]).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._all = JsonArray()
        self._open: list[JsonArray | JsonObject] = [self._all]
        self._name: str | None = None
        """Of the member whose value comes."""
        self._n_too_deep = 0

    def read(self) -> JsonArray:
        while self._at < len(self._text):
            if len(self._open) == 1:
                self._find_value()
            else:
                self._read_inside()
        return self._all

    def _find_value(self) -> None:
        """Go to where one begins in the prose."""
        found = _OPENING.search(self._text, self._at)
        self._at = len(self._text) if found is None else found.start()
        if found is None:
            return
        if found[0] in MARKS:
            self._put(self._string("alone"))
        else:
            self._enter(found[0])

    def _read_inside(self) -> None:
        """One token of what is open."""
        if space := _SPACE.match(self._text, self._at):
            self._at = space.end()
            return
        character = self._text[self._at]
        if character in "{[":
            self._enter(character)
        elif character in "}]":
            self._at += 1
            self._leave(JsonObject if character == "}" else JsonArray)
        elif isinstance(self._open[-1], JsonObject) and self._name is None:
            self._read_name(character)
        elif character in MARKS and not self._text.startswith("```", self._at):
            self._put(self._string("member" if self._name is not None else "item"))
        elif bare := _BARE.match(self._text, self._at):
            self._at = bare.end()
            self._put(_value_of(_BARE_END.sub("", bare[0])))
        else:
            self._at += 1

    def _read_name(self, character: str) -> None:
        """A name and its colon; a word that has none is no name."""
        if character in MARKS and character != "`":
            name = self._string("name")
        elif word := _WORD.match(self._text, self._at):
            name, self._at = word[0], word.end()
        else:
            self._at += 1
            return
        if colon := _COLON.match(self._text, self._at):
            self._name, self._at = name, colon.end()

    def _string(self, place: Place) -> str:
        string, self._at = string_at(self._text, self._at, "alone" if self._n_too_deep else place)
        return string

    def _enter(self, character: str) -> None:
        self._at += 1
        if self._n_too_deep or len(self._open) > _DEEPEST:
            self._n_too_deep += 1
            return
        last = self._open[-1]
        if character == "{" and self._name is None and isinstance(last, JsonObject) and last.members:
            # The brace of the one before is missing.
            last.is_whole = True
            self._open.pop()
        value = JsonObject() if character == "{" else JsonArray()
        self._put(value)
        self._open.append(value)

    def _leave(self, kind: type[JsonArray | JsonObject]) -> None:
        """End the innermost one of that kind, and what is still open in it."""
        self._name = None
        if self._n_too_deep:
            self._n_too_deep -= 1
            return
        at = next((n for n in range(len(self._open) - 1, 0, -1) if isinstance(self._open[n], kind)), 0)
        if at:
            for value in self._open[at:]:
                value.is_whole = True
            del self._open[at:]

    def _put(self, value: Json) -> None:
        name, self._name = self._name or "", None
        last = self._open[-1]
        if self._n_too_deep:
            return
        if isinstance(last, JsonObject):
            last.members.append((name, value))
        else:
            last.items.append(value)


def _value_of(word: str) -> Json:
    return None if word.lower() in _NOTHING else word
