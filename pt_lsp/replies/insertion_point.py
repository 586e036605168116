"""Where a completion goes: the text around the cursor, as far as the filters look.

Knows nothing of documents; the engine cuts the two texts out of a snapshot.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from pt_lsp.replies.brackets import CLOSERS, open_quotes
from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.replies.sentences import PROSE_LANGUAGES

_UNFENCED_LANGUAGES = frozenset({"plaintext", "text"})
_WORD_LANGUAGES = frozenset({"sql", "feature", "cucumber", "gitcommit", "git-commit", "csv"})
_WORDS_BEFORE = re.compile(r"#|//|--|/\*|<!--|[\"'`%;>]")
_NEAR_CHARS = 20_000
_LINES_BEFORE = 200
_LINES_AFTER = 40
_OPENS_BLOCK = re.compile(r"([:{(\[]|=>|->|\b(do|then|else|begin)|(?:\bdo|\{)\s*\|[^|]*+\|)\s*$")


@dataclass(frozen=True)
class InsertionPoint:
    r"""A cursor between `prefix` and `suffix`; both with `\n` line ends, both may be cut at line starts."""

    prefix: str
    suffix: str
    language_id: str = ""

    @cached_property
    def line_prefix(self) -> str:
        """The cursor's line up to the cursor."""
        return self.prefix.rpartition("\n")[2]

    @cached_property
    def line_rest(self) -> str:
        """The cursor's line from the cursor on, without its line end."""
        return self.suffix.partition("\n")[0]

    @cached_property
    def indentation(self) -> str:
        """The blanks that the cursor's line starts with."""
        return leading_blanks(self.line_prefix)

    @cached_property
    def is_blank_before(self) -> bool:
        """Whether only blanks stand before the cursor on its line."""
        return not self.line_prefix.strip()

    @property
    def is_prose(self) -> bool:
        """Whether sentences are what such a document is made of."""
        return self.language_id in PROSE_LANGUAGES

    @property
    def has_fences(self) -> bool:
        """Whether a fence may be a part of such a document."""
        return self.is_prose and self.language_id not in _UNFENCED_LANGUAGES

    @cached_property
    def lines_before(self) -> tuple[str, ...]:
        """The nearest lines above the cursor's that are not blank, in order."""
        above = self.prefix[-_NEAR_CHARS:].rpartition("\n")[0]
        return tuple(line for line in above.split("\n") if line.strip())[-_LINES_BEFORE:]

    @cached_property
    def lines_after(self) -> tuple[str, ...]:
        """The nearest lines below the cursor's that are not blank, in order."""
        below = self.suffix[:_NEAR_CHARS].partition("\n")[2]
        return tuple(line for line in below.split("\n") if line.strip())[:_LINES_AFTER]

    @cached_property
    def quotes_above(self) -> str | None:
        """The triple quotes that are open where the cursor's line starts."""
        return open_quotes(self.prefix.rpartition("\n")[0])

    @cached_property
    def is_in_paragraphs(self) -> bool:
        """Whether several lines of words may stand at the cursor."""
        is_in_comment = self.prefix.rfind("/*") > self.prefix.rfind("*/")
        welcomes_words = self.is_prose or self.language_id in _WORD_LANGUAGES
        return welcomes_words or bool(self.quotes_above) or is_in_comment

    @cached_property
    def is_in_words(self) -> bool:
        """Whether a sentence is welcome at the cursor: in a comment, in a string, between tags."""
        return self.is_in_paragraphs or _WORDS_BEFORE.search(self.line_prefix) is not None


def width(line: str) -> int:
    """The columns that a line is indented by."""
    return len(leading_blanks(line).expandtabs(4))


def opens_block(line: str) -> bool:
    """Whether a line ends in what opens a block or a bracket in some language."""
    return _OPENS_BLOCK.search(line) is not None


def is_closing(line: str) -> bool:
    """Whether a line begins by closing what an earlier one opened."""
    return line.lstrip().startswith(tuple(CLOSERS)) or re.match(r"\s*(end|fi|done|esac)\b", line) is not None
