"""Markdown of a model made safe to render: it loads nothing, and carries no secret to where it is sent off.

Outside of code, images become text, HTML is shown as it is written, and secrets are restored where there is
neither a link nor an address. Renderers differ in what counts as code: what any of them may take for text is
treated as text, and a fenced block is written so that all take it for one. What was given is never taken
back, however the text is cut into deltas. Places in known files become links, outside of blocks of code.
"""

import re
from typing import NamedTuple

from pt_lsp.features.explain.prose_line import ParagraphState, ProseLine
from pt_lsp.features.explain.references import References
from pt_lsp.privacy.placeholders import Placeholders
from pt_lsp.privacy.restorer import Restorer

_TAB = 4
_HEADER = "---"
_MOST_BLANKS = 200
_DEEP = 4
"""A line with such an indentation opens no block, unless a list that we do not follow says otherwise."""
_LEAD = r"(?P<lead>[ \t]{0,200}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,20}){0,20})"
"""What may stand before a fence: indentation, and the marks of lists."""
_OPENING = re.compile(_LEAD + r"(?P<mark>`{3,200}(?=[^`]*$)|~{3,200}(?!~))(?P<info>.{0,300})$")
_MAY_OPEN = re.compile(_LEAD + r"(?:[-*+]|\d{1,9}[.)]?|`{1,2}|~{1,2}|`{3,200}[^`]{0,300}|~{3,200}.{0,300})?")
"""The beginning of a line that may become an opening one."""
_ENDLESS = re.compile(_LEAD + r"(?=`{201}|~{201}|`{3,200}[^`]{301}|~{3,200}[^~].{300})")
_CLOSING = re.compile(r"[ \t]{0,200}(?P<mark>`{3,200}|~{3,200})(?P<tail>[`~ \t]{0,200})")
_LONGEST_TAIL = 200
_MAY_CLOSE = re.compile(r"[ \t]{0,200}(?:(?:`{1,200}|~{1,200})[`~ \t]{0,200})?")


class _Block(NamedTuple):
    """A fenced block of code that is open."""

    mark: str
    indentation: int
    """In columns, at most three: the block may be in a list, and then ends with its item."""
    n_moved: int = 0
    """So many columns was it moved to the left."""

    @property
    def is_moved(self) -> bool:
        """Whether it may be written at another column than it came: its end is known at any."""
        return self.indentation > 0 or self.n_moved > 0

    @property
    def closing(self) -> str:
        """The line that ends it for everybody."""
        return " " * self.indentation + self.mark


class SafeMarkdown:
    """Takes an explanation in deltas, its placeholders not restored."""

    def __init__(self, placeholders: Placeholders, references: References | None = None) -> None:
        """Without `references` no place becomes a link."""
        self._placeholders = placeholders
        self._references = references
        of_code = [each for each in placeholders.secrets.values() if not re.search("`{3}|~{3}", each)]
        self._code = Restorer(placeholders.among(of_code))
        self._block: _Block | None = None
        self._paragraph = ParagraphState()
        self._line = ""
        """What has come of a line of which it is open what it is."""
        self._prose: ProseLine | None = None
        """The line that is being given, outside of code."""
        self._is_in_code_line = False
        self._is_first_line = True

    @property
    def closing(self) -> str:
        """What closes the block of code that the text ends in; empty when it ends in none."""
        return self._block.closing if self._block else ""

    def push(self, delta: str) -> str:
        """What is certain after `delta`."""
        text = self._line + delta
        self._line = text[-1] if text.endswith("\r") else ""
        *lines, rest = text.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        done = [self._take(line, is_whole=True) for line in lines]
        done.append(self._take(rest, is_whole=False))
        return "".join(done)

    def finish(self) -> str:
        """The rest of the text."""
        text = self._line.replace("\r", "\n")
        *lines, rest = text.split("\n")
        self._line = ""
        done = [self._take(line, is_whole=True) for line in lines]
        if rest or self._prose is not None:
            done.append(self._take(rest, is_whole=True).removesuffix("\n"))
        return "".join(done) + self._code.finish()

    def _take(self, text: str, *, is_whole: bool) -> str:
        """What goes on the line that is being given, or begins one; with its end where it `is_whole`."""
        if self._prose is not None:
            return self._go_on(self._prose, text, is_whole=is_whole)
        if self._is_in_code_line:
            self._is_in_code_line = not is_whole
            return self._code.push(text + "\n" * is_whole)
        if self._block is not None:
            return self._in_block(self._block, text, is_whole=is_whole)
        if not is_whole and (_MAY_OPEN.fullmatch(text) or _HEADER.startswith(text)):
            self._line = text + self._line
            return ""
        # A document that begins with such a line is taken for one with a header in another language.
        before = "\n" if self._is_first_line and text.startswith(_HEADER) else ""
        self._is_first_line = False
        return before + self._take_prose(text, is_whole=is_whole)

    def _take_prose(self, text: str, *, is_whole: bool) -> str:
        """A line outside of code, or one that opens a block of it."""
        opening = _OPENING.match(text)
        if opening and "|" not in opening["info"]:
            return self._open(opening)
        if is_whole and len(text) <= _MOST_BLANKS and not text.strip(" \t"):
            self._paragraph = ParagraphState()
            return text + "\n"
        self._prose = ProseLine(self._paragraph, self._placeholders, self._references)
        if opening or (opening := _ENDLESS.match(text)):
            # What others may take for the head of a table, or has no end in sight, is prose for everybody.
            text = f"{opening['lead']}\\{text[len(opening['lead']) :]}"
        return self._go_on(self._prose, text, is_whole=is_whole)

    def _go_on(self, prose: ProseLine, text: str, *, is_whole: bool) -> str:
        given = prose.push(text)
        if not is_whole:
            return given
        self._prose = None
        return f"{given}{prose.finish()}\n"

    def _open(self, opening: re.Match[str]) -> str:
        """The opening line; of a place where not all take it for one it is moved to the margin."""
        lead, mark, info = opening["lead"], opening["mark"], opening["info"]
        self._paragraph = ParagraphState()
        columns = _columns(lead)
        if not lead.strip() and columns < _DEEP:
            self._block = _Block(mark, columns)
            return f"{lead}{mark}{info}\n"
        self._block = _Block(mark, 0, columns)
        before = f"{lead.rstrip()}\n" if lead.strip() else ""
        return f"{before}{mark}{info}\n"

    def _in_block(self, block: _Block, text: str, *, is_whole: bool) -> str:
        if not is_whole and _MAY_CLOSE.fullmatch(text):
            self._line = text + self._line
            return ""
        columns = _columns(text[: len(text) - len(text.lstrip(" \t"))])
        closing = _CLOSING.match(text)
        if closing and _closes(closing, block, columns):
            self._block = None
            margin = " " * (block.indentation if block.is_moved else columns)
            end = f"{self._code.finish()}{margin}{closing['mark']}\n"
            rest = text[closing.end() :]
            return end + (self._take(rest, is_whole=is_whole) if rest else "")
        if text.strip(" \t") and columns < block.indentation:
            # In a list the block has ended with its item, elsewhere it has not: now it has in both.
            self._block = None
            return f"{self._code.finish()}{block.closing}\n{self._take(text, is_whole=is_whole)}"
        self._is_in_code_line = not is_whole
        n_blanks = len(text) - len(text.lstrip(" "))
        return self._code.push(text[min(n_blanks, block.n_moved) :] + "\n" * is_whole)


def _closes(closing: re.Match[str], block: _Block, columns: int) -> bool:
    """Whether what begins like a closing line is one; an endless one is."""
    is_whole = closing.end() == len(closing.string) or len(closing["tail"]) == _LONGEST_TAIL
    return is_whole and closing["mark"].startswith(block.mark) and (block.is_moved or columns < _DEEP)


def _columns(blanks: str) -> int:
    return len(blanks.expandtabs(_TAB))
