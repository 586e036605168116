"""Where a commit's message stands in the file that git has an editor open for: above what git has written.

Pure. The comments, the diff that they may hold and trailers stay, and none of them is shown to a model.
"""

import re
from typing import NamedTuple

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text

_SCISSORS = re.compile(r"(?P<mark>\S{1,10}) -{20,} >8 -{20,}\s*")
_MARKS = "#;@!$%^&|:"
"""What git takes for the beginning of a comment, where it chooses by itself (`core.commentChar`)."""
_LONG_MARK = re.compile(r"([^\w\s*+>.\-]{2,4})(?:\s|$)")
"""One that the user has chosen (`core.commentString`): each of git's lines begins with it."""
_TRAILER = re.compile(r"[A-Za-z0-9-]+: \S|\(cherry picked from commit [0-9a-f]+\)")


class MessagePlace(NamedTuple):
    """The lines of the message, without the last one's end."""

    region: Span
    ending: str
    """What has to follow a new message to keep it apart from what git has written."""
    mark: str = ""
    """What begins git's comments below; empty where there are none."""

    def filled(self, message: str, line_end: str) -> str:
        """What the region shall read with the message, of which git takes no line for a comment."""
        subject, *below = message.split("\n")
        while self.mark and subject.startswith(self.mark):
            subject = subject.removeprefix(self.mark).lstrip()
        below = [f" {line}" if self.mark and line.startswith(self.mark) else line for line in below]
        return line_end.join((subject, *below)) + self.ending


def message_place(text: Text) -> MessagePlace:
    """Where the message is, or belongs."""
    lines = [text.line_content(n) for n in range(text.n_lines)]
    mark = _comment_mark(lines)
    n_above = next((n for n, line in enumerate(lines) if line.startswith(mark)), len(lines))
    n_message = _before_trailers(lines[:n_above])
    mark = mark if n_above < len(lines) else ""
    if not n_above:
        return MessagePlace(Span(0, 0), text.line_end, mark)
    last = max(n_message - 1, 0)
    is_apart = last + 1 >= n_above or not lines[last + 1].strip()
    end = text.line_start(last) + len(lines[last])
    return MessagePlace(Span(0, end), "" if is_apart else text.line_end, mark)


def first_line(text: Text) -> str:
    """What stands of the subject."""
    line = text.line_content(0)
    return "" if line.startswith(_comment_mark([text.line_content(n) for n in range(text.n_lines)])) else line


def _comment_mark(lines: list[str]) -> str:
    for line in lines:
        if found := _SCISSORS.fullmatch(line):
            return found["mark"]
    last = next((line for line in reversed(lines) if line.strip()), "")
    if (found := _LONG_MARK.match(last)) and sum(line.startswith(found[1]) for line in lines) > 1:
        return found[1]
    return last[0] if last and last[0] in _MARKS else "#"


def _before_trailers(lines: list[str]) -> int:
    """How many lines there are up to the last of the message itself."""
    end = _before_blanks(lines, len(lines))
    start = end
    while start and _TRAILER.match(lines[start - 1]):
        start -= 1
    # A subject may read like a trailer, but only a blank line begins a paragraph of them.
    is_paragraph = 0 < start < end and not lines[start - 1].strip()
    return _before_blanks(lines, start) if is_paragraph else end


def _before_blanks(lines: list[str], end: int) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end
