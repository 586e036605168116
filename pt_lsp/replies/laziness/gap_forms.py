"""What a line of an answer says by its own form about code that is left out: surely, maybe, or nothing. Pure.

Takes a line by itself, in any language's comments, in brackets or bare; refuses to know what stands around.
Knows the words for it in English, and a few in other languages.
"""

import re
from typing import NamedTuple

from pt_lsp.replies.sentences import PROSE_LANGUAGES
from pt_lsp.syntax.cut_marks import is_cut_mark

_LONGEST = 120
_MOST_WORDS = 12
_LONGEST_WITHOUT_SPACES = 16

_BEGINS = re.compile(r"\s*+[#/<{(;%'*.\[\u2026Rr-]")
_OPENING = re.compile(r"#++|//++|--|/\*++|<!--|\{/\*++|\(\*|;++|%++|'|\*(?!\*)|rem\b", re.IGNORECASE)
_DOTS_BEHIND = re.compile(r"\A(\.{3})\s*+(#++)")
"""Dots before a comment, which are a statement in Python: they are read as a part of it."""
_CLOSING = re.compile(r"(?:\*/\}?|-->|\*\))$")
_DOTS = re.compile(r"\.{3,}+|\u2026++")
_LAST_DOTS = re.compile(r"(?:\.{3}|\u2026)$")
_WORD = re.compile(r"[^\W\d_]++(?:['\u2019-][^\W\d_]++)*+")
_NAME = re.compile(r"`[^`]*`|\w++\(\)")
_PAIRS = ("()", "[]", "<>")
_MARKS = frozenset(" .,:!()-\u2013\u2014\u2026")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ALONE = _set(
    "unchanged unmodified untouched omitted elided unver\u00e4ndert inchang\u00e9 omitido omis omesso"
)
"""Words that need no other one."""
_WEAK = _set("other keep")
"""They need dots."""
_STRONG = _ALONE | _set(
    "rest remaining remainder existing same previous restlicher bestehender vorhandener reste resto restante "
    "existant existente esistente \u043e\u0441\u0442\u0430\u043b\u044c\u043d\u043e\u0439 "
    "\u0431\u0435\u0437"
)
_KEYS = _STRONG | _WEAK
_REST = _set("rest remaining remainder")
_STAYS = _set("stay stays remain remains same")
_CODE = _set(
    "code implementation logic body function functions method methods class classes file module imports "
    "before above bisher zuvor c\u00f3digo codice changes change cambios \u043a\u043e\u0434 "
    "\u0438\u0437\u043c\u0435\u043d\u0435\u043d\u0438\u0439"
)
_FILLING = _set(
    "a the all of your and with as is are be in it its here below stay stays remain remains goes left for "
    "brevity original this that no block lines content definitions statements cases tests test fields "
    "properties der die das des wie du de la le el del il sin sem ne"
)
_VOCABULARY = _KEYS | _CODE | _FILLING
_NOT_FIRST = _FILLING | _set("code implementation")
_WITHOUT_SPACES = re.compile(
    # In Chinese, Japanese and Korean: the rest, what is there, as it was, left out.
    r"\u5176\u4f59|\u5269\u4f59|\u73b0\u6709|\u539f\u6709|\u4e0d\u53d8|\u672a\u4fee\u6539|\u7701\u7565"
    r"|\u6b8b\u308a|\u65e2\u5b58|\u5909\u66f4\u306a\u3057|\ub098\uba38\uc9c0|\uae30\uc874|\uc0dd\ub7b5"
)

_DOTS_ARE_TEXT = PROSE_LANGUAGES | {"yaml", "dockercompose"}


class Said(NamedTuple):
    """What a line says, without the signs around it."""

    words: tuple[str, ...]
    is_comment: bool
    is_bracketed: bool
    begins_with_dots: bool
    ends_with_dots: bool
    has_other_script: bool

    @property
    def is_marked(self) -> bool:
        """Whether something says that the words are no code."""
        return self.is_comment or self.is_bracketed

    @property
    def has_dots(self) -> bool:
        """Whether dots stand before or after it."""
        return self.begins_with_dots or self.ends_with_dots

    @property
    def n_usual(self) -> int:
        """How many words are such as stand in such lines."""
        return sum(word in _VOCABULARY for word in self.words)

    @property
    def has_key(self) -> bool:
        """Whether a word tells of what stays or is left out."""
        return self.has_other_script or not _KEYS.isdisjoint(self.words)


def said_by(line: str) -> Said | None:
    """What it says, without its signs; None where it is blank, long, or holds what is no word."""
    text = _DOTS_BEHIND.sub(r"\2 \1", line.strip()) if _BEGINS.match(line) else ""
    if not text or len(text) > _LONGEST:
        return None
    opening = _OPENING.match(text)
    inner = _CLOSING.sub("", text[opening.end() :] if opening else text).strip()
    inner, begins, ends = _without_dots(inner)
    is_bracketed = inner[:1] + inner[-1:] in _PAIRS
    if is_bracketed:
        inner, begins_inside, ends_inside = _without_dots(inner[1:-1].strip())
        begins, ends = begins or begins_inside, ends or ends_inside
    words = tuple(map(str.lower, _WORD.findall(_NAME.sub("", inner))))
    rest = _WORD.sub("", _NAME.sub("", inner))
    is_list = "," in rest and opening is None
    if len(words) > _MOST_WORDS or not _MARKS.issuperset(rest) or is_list or (inner and not words):
        return None
    other = len(inner) <= _LONGEST_WITHOUT_SPACES and _WITHOUT_SPACES.search(inner) is not None
    return Said(words, opening is not None, is_bracketed, begins, ends, other)


def _without_dots(text: str) -> tuple[str, bool, bool]:
    """The text without dots at its ends, and whether it had some before and after it."""
    begins = _DOTS.match(text)
    inner = text[begins.end() :] if begins else text
    return inner.strip(".\u2026 "), begins is not None, _LAST_DOTS.search(inner) is not None


def is_sure(line: str) -> bool:
    """Whether it says that code is left out there, whatever stands around it."""
    if "..." not in line and "\u2026" not in line:
        return False
    if is_cut_mark(line):
        return True
    said = said_by(line)
    if said is None or not said.has_dots or not said.has_key:
        return False
    if said.has_other_script:
        return True
    if not said.is_comment and len(said.words) <= 1:
        return False  # `...rest` and `...(rest)` take a list apart
    if said.begins_with_dots and said.ends_with_dots:
        return True
    begins = next((word for word in said.words if word not in _NOT_FIRST), "")
    return said.begins_with_dots and begins in _KEYS and 2 * said.n_usual > len(said.words)


def is_likely(said: Said, language_id: str) -> bool:
    """Whether it may say so, or be code or a comment of the new text."""
    if not said.is_marked:
        return not said.words and said.has_dots and language_id not in _DOTS_ARE_TEXT
    if language_id in PROSE_LANGUAGES and not said.is_bracketed:
        return False
    is_usual = said.n_usual == len(said.words)
    if said.has_dots:
        return (is_usual or said.has_key) and (said.is_comment or len(said.words) != 1)
    if said.has_other_script:
        return True
    words = set(said.words)
    tells = bool(words & _ALONE or (words & _STRONG and words & _CODE) or (words & _REST and words & _STAYS))
    return is_usual and tells and (len(said.words) > 1 or not said.is_bracketed)
