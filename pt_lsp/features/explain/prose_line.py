"""One line of Markdown outside of blocks of code, made safe to render while it comes.

Holds a part back while what follows may change what it is, but never more than some thousand characters. A
code span counts as code only where all renderers agree on it.
"""

import html
import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from pt_lsp.features.explain.references import References
from pt_lsp.privacy.placeholders import STEM, Placeholders
from pt_lsp.privacy.restorer import Restorer

_MOST_HELD = 2_000
"""Characters: what is not decided by then is taken for the worst."""
_LONGEST_TICKS = 20

_PLAIN = re.compile(r"[^`\\!<\]$R]+")
_WORD = re.compile(r"""[^`\\!<\]$R\s(*"']*[\s(*"']*""")
"""The same up to where a word begins that may name a place."""
_BEFORE_PLACE = frozenset(" \t(*\"'")
_TICKS = re.compile("`+")
_PLACEHOLDER = re.compile(STEM + "[0-9]*")
_IMAGE = re.compile(
    r"!\[(?P<alt>[^\[\]()`\\<>!$]{0,300})\]\([ \t]*(?:<(?P<angled>[^<>]*)>|(?P<bare>[^\s()<>]*))"
    r"""(?:[ \t]+(?:"[^"]*"|'[^']*'))?[ \t]*\)"""
)
_REFERENCE = re.compile(r"!\[(?P<alt>[^\[\]()`\\<>!$]{1,300})\]\[(?P<name>[^\[\]()`\\<>!$]{0,300})\]")
_IMAGE_TAG = re.compile(r"<img\b(?P<attributes>[^<>`]{0,1500})>", re.IGNORECASE)
_MAY_BE_IMAGE = re.compile(r"<i(?:mg?)?$|<img\b[^<>`]*$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(src|alt)\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_NO_WORDS = re.compile(r"[\[\]()`\\<>!&$]")
_DESTINATION = re.compile(r"""\]\([^\s()<>`"'\\!\[\]$]*""")
_HOST = re.compile(r"[\w.-]+")
_TAG = re.compile("[A-Za-z/!?]")
_ESCAPABLE = re.compile(r"[^\w\s!<]", re.ASCII)
_LINKS = re.compile(r"[\[\]<@&]|://|www\.")
"""What may make a link of the text around it."""
_LONGEST_LINK = len("www.")
_ADDRESSES = re.compile(rf"(?:[/?]|\w\.\w)\S{{0,200}}{STEM}|{STEM}[0-9]+\S{{0,200}}(?:[/?]|\w\.\w)")
"""A placeholder in what may be an address."""
_SPAN = re.compile(r"(?<!`)(`+)(?!`)[^`|]*(?<!`)\1(?!`)")
_ESCAPE = re.compile(r"[\\$]")
_LONGEST_BEFORE = 220
"""Such a mark may have begun so far before."""
_SAFE_IN_PROSE = re.compile(r"(?!.*(?:://|www\.))[\w.+/=:@%^*?#,;-]+")
_SAFE_IN_SPAN = re.compile(r"[^`|\r\n]+")


@dataclass(slots=True)
class ParagraphState:
    """What the lines of a paragraph so far say about the next ones."""

    is_doubtful: bool = False
    """Renderers may see the borders of code spans at other places than we do."""
    has_links: bool = False
    n_open: int = 0
    """Brackets that are open: what is inside may be the text of a link."""


class _Part(NamedTuple):
    """The next characters of a line."""

    text: str
    is_whole: bool
    """The line ends with them."""
    is_open: bool
    """More may come that counts."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What the next characters become."""

    given: str
    n_taken: int = -1
    """As many as are given, if not told."""
    is_code: bool = False


class ProseLine:
    """Takes the line in pieces, without its end."""

    def __init__(
        self, paragraph: ParagraphState, placeholders: Placeholders, references: References | None = None
    ) -> None:
        self._paragraph = paragraph
        self._references = references
        self._is_row_doubtful = False
        """As the paragraph's, up to the line's end: in a table code ends with its cell."""
        self._n_in_span = 0
        """So many characters are still to come of what made the row doubtful."""
        secrets = placeholders.secrets.values()
        self._in_prose = placeholders.among(filter(_SAFE_IN_PROSE.fullmatch, secrets))
        self._in_span = placeholders.among(filter(_SAFE_IN_SPAN.fullmatch, secrets))
        self._text = ""
        self._seen = ""
        """The end of the prose that was given, a blank for each code span."""

    def push(self, text: str) -> str:
        """What is certain after `text`."""
        return self._give(self._text + text, is_whole=False)

    def finish(self) -> str:
        """The rest of the line."""
        return self._give(self._text, is_whole=True)

    def _give(self, line: str, *, is_whole: bool) -> str:
        done: list[str] = []
        start = 0
        while start < len(line):
            is_near = len(line) - start < _MOST_HELD
            part = _Part(line[start : start + _MOST_HELD], is_whole and is_near, is_near and not is_whole)
            step = self._step(part)
            if step is None:
                break
            n_taken = len(step.given) if step.n_taken < 0 else step.n_taken
            self._note(" " if step.is_code else part.text[:n_taken])
            done.append(step.given)
            start += n_taken
            self._n_in_span -= n_taken
        self._text = line[start:]
        return "".join(done)

    def _note(self, prose: str) -> None:
        if not self._paragraph.has_links and _LINKS.search(self._seen[1 - _LONGEST_LINK :] + prose):
            self._paragraph.has_links = True
        self._paragraph.n_open = max(0, self._paragraph.n_open + prose.count("[") - prose.count("]"))
        self._seen = (self._seen + prose)[-_LONGEST_BEFORE:]

    def _step(self, part: _Part) -> _Step | None:
        """What the beginning of the part becomes; None while that is open."""
        if self._references is not None and self._may_link():
            if part.is_open and self._references.may_begin(part.text):
                return None
            if found := self._references.at(part.text):
                return _Step(*found, is_code=True)
        return self._by_sign(part)

    def _by_sign(self, part: _Part) -> _Step | None:
        """The same of what names no place."""
        first, second = part.text[0], part.text[1:2]
        if first in "\\!<]" and not second and part.is_open:
            return None
        match first:
            case "`":
                return self._ticks(part)
            case "\\":
                return self._escape(second)
            case "!" if second == "[":
                return _image(part)
            case "<" if _TAG.match(second):
                return _tag(part)
            case "]" if second == "(":
                return self._destination(part)
            case "R":
                return self._placeholder(part)
            case "$":
                self._paragraph.is_doubtful = True  # some read formulas, which may hold ticks
        plain = (_PLAIN if self._references is None else _WORD).match(part.text)
        return _Step(plain[0] if plain and plain[0] else first)

    def _ticks(self, part: _Part) -> _Step | None:
        """A code span, or ticks that are none."""
        ticks = "`" * (len(part.text) - len(part.text.lstrip("`")))
        if part.is_open and ticks == part.text:
            return None
        if self._is_row_doubtful and self._n_in_span <= 0:
            self._paragraph.is_doubtful = True
        if self._paragraph.is_doubtful or self._is_row_doubtful:
            return _Step(ticks)
        runs = (run for run in _TICKS.finditer(part.text, len(ticks)) if len(run[0]) == len(ticks))
        closing = next(runs, None)
        end = closing.end() if closing else 0
        if part.is_open and end in (0, len(part.text)):
            return None
        if end and len(ticks) <= _LONGEST_TICKS and (part.is_whole or end < len(part.text)):
            return self._span(part, ticks, end)
        self._paragraph.is_doubtful = True
        return _Step(ticks)

    def _span(self, part: _Part, ticks: str, end: int) -> _Step | None:
        span = part.text[:end]
        if "|" in span:
            self._is_row_doubtful, self._n_in_span = True, end
            return _Step(ticks)
        if STEM in span and part.is_open:
            return None
        if STEM not in span and self._references is not None and self._may_link():
            link = self._references.in_span(span.strip("`"))
            return _Step(link or span, end, is_code=True)
        if STEM not in span or not self._is_clear(part, end):
            return _Step(span, is_code=True)
        restorer = Restorer(self._in_span)
        return _Step(restorer.push(span) + restorer.finish(), end, is_code=True)

    def _may_link(self) -> bool:
        """Whether a link can begin here, in no other one's text and in nothing that is an image then."""
        is_doubtful = self._paragraph.is_doubtful or self._is_row_doubtful
        return not (is_doubtful or self._paragraph.n_open) and (
            not self._seen or self._seen[-1] in _BEFORE_PLACE
        )

    def _escape(self, second: str) -> _Step:
        if second == "`":
            self._paragraph.is_doubtful = True
        if second == "<":
            return _Step("", 1)  # it is escaped in any case
        return _Step("\\" + second if _ESCAPABLE.match(second) else "\\")

    def _destination(self, part: _Part) -> _Step | None:
        """The end of a link's text and where it leads to, if that holds nothing that has to be understood."""
        match = _DESTINATION.match(part.text)
        end = match.end() if match else 0
        if part.text[end : end + 1] == ")":
            return _Step(part.text[: end + 1])
        if part.is_open and end == len(part.text):
            return None
        self._paragraph.is_doubtful = True
        return _Step("](")

    def _placeholder(self, part: _Part) -> _Step | None:
        if part.is_open and (STEM.startswith(part.text) or part.text.startswith(STEM)):
            return None
        match = _PLACEHOLDER.match(part.text)
        if match is None:
            return _Step("R")
        is_doubtful = self._paragraph.is_doubtful or self._is_row_doubtful
        known = self._in_prose.at(part.text, 0, self._seen)
        if known is None or is_doubtful or not self._is_clear(part, 0):
            return _Step(match[0])
        return _Step(self._in_prose.secrets[known], len(known))

    def _is_clear(self, part: _Part, rest: int) -> bool:
        """Whether no link is in the paragraph so far, nor from `rest` to the line's end, which is seen."""
        if not part.is_whole or self._paragraph.has_links:
            return False
        text = part.text[rest:]
        if not _ESCAPE.search(text):
            text = _SPAN.sub(" ", text)
        seen = self._seen + " " * (rest > 0) + text
        return not (_LINKS.search(seen) or _ADDRESSES.search(seen))


def _image(part: _Part) -> _Step | None:
    """An image as text; of one that is defined elsewhere the name is told, which leads to its address."""
    if match := _IMAGE.match(part.text):
        return _Step(_told(match["alt"], match["angled"] or match["bare"] or ""), match.end())
    if match := _REFERENCE.match(part.text):
        return _Step(f"{match['alt']} (an image: [{match['name'] or match['alt']}])", match.end())
    return None if part.is_open else _Step("!\\[", 2)


def _tag(part: _Part) -> _Step | None:
    """The beginning of a tag as text, or a whole one that shows an image."""
    if match := _IMAGE_TAG.match(part.text):
        found = _ATTRIBUTE.findall(match["attributes"])
        values = {name.lower(): double or single or bare for name, double, single, bare in reversed(found)}
        return _Step(_told(_NO_WORDS.sub(" ", values.get("alt", "")), values.get("src", "")), match.end())
    if part.is_open and _MAY_BE_IMAGE.match(part.text):
        return None
    return _Step("&lt;", 1)


def _told(alt: str, address: str) -> str:
    """An image's description, and the host that it would be loaded from."""
    host = _host_of(html.unescape(address))
    image = f"an image at {host}" if host else "an image"
    return f"{alt.strip()} ({image})" if alt.strip() else f"({image})"


def _host_of(destination: str) -> str:
    try:
        host = urlsplit(destination.replace("\\", "/")).hostname or ""
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""
