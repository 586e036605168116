r"""Text that others wrote, as a terminal or a log may have it: what they would obey, or hide, is an escape.

A terminal acts on ESC and on all of C0 and C1, a reader sees nothing of a zero width and another order after
a bidirectional control, and a line break in a log begins another entry. What words and emoji are joined with
(U+200C, U+200D, variation selectors) is text.
"""

import re

_UNSEEN = (
    r"\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    r"\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
_IN_TEXT = re.compile(rf"[\0-\x08\x0b\x0c\x0e-\x1f{_UNSEEN}]|\r(?!\n)")
_IN_LINE = re.compile(rf"[\0-\x08\x0a-\x1f{_UNSEEN}]")


def visible_text(text: str) -> str:
    r"""`text` with its lines and tabs as they are, and an escape such as `\x1b` for each other control."""
    return _IN_TEXT.sub(_escaped, text)


def visible_line(text: str) -> str:
    """The same as one line: its line breaks are escapes too."""
    return _IN_LINE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return found.group().encode("unicode_escape", "surrogatepass").decode("ascii")
