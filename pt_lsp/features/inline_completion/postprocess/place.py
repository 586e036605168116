"""Where a completion goes: the text around the cursor, as far as the filters look.

Knows nothing of documents; the engine cuts the two texts out of a snapshot.
"""

import re
from dataclasses import dataclass

from pt_lsp.features.inline_completion.postprocess.brackets import CLOSERS

_PROSE_LANGUAGES = frozenset({"markdown", "plaintext", "text", "restructuredtext", "latex", "asciidoc"})
_OPENS_BLOCK = re.compile(r"([:{(\[]|=>|->|\b(do|then|else|begin))\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    r"""A cursor between `prefix` and `suffix`; both with `\n` line ends, both may be cut at line starts."""

    prefix: str
    suffix: str
    language_id: str = ""

    @property
    def line_prefix(self) -> str:
        """The cursor's line up to the cursor."""
        return self.prefix.rpartition("\n")[2]

    @property
    def line_rest(self) -> str:
        """The cursor's line from the cursor on, without its line end."""
        return self.suffix.partition("\n")[0]

    @property
    def indentation(self) -> str:
        """The blanks that the cursor's line starts with."""
        return leading_blanks(self.line_prefix)

    @property
    def is_blank_before(self) -> bool:
        """Whether only blanks stand before the cursor on its line."""
        return not self.line_prefix.strip()

    @property
    def is_prose(self) -> bool:
        """Whether sentences and fences are what such a document is made of."""
        return self.language_id in _PROSE_LANGUAGES

    @property
    def opens_block(self) -> bool:
        """Whether the last text before the cursor opens a block or a bracket."""
        return opens_block(self.prefix.rstrip())

    def lines_before(self, limit: int = 200) -> list[str]:
        """The nearest lines above the cursor's that are not blank, in order."""
        above = self.prefix.rpartition("\n")[0]
        return [line for line in above.split("\n") if line.strip()][-limit:]

    def lines_after(self, limit: int = 40) -> list[str]:
        """The nearest lines below the cursor's that are not blank, in order."""
        below = self.suffix.partition("\n")[2]
        return [line for line in below.split("\n") if line.strip()][:limit]


def leading_blanks(line: str) -> str:
    """The blanks that a line starts with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def opens_block(line: str) -> bool:
    """Whether a line ends in what opens a block or a bracket in some language."""
    return _OPENS_BLOCK.search(line) is not None


def is_closing(line: str) -> bool:
    """Whether a line begins by closing what an earlier one opened."""
    return line.lstrip().startswith(tuple(CLOSERS)) or re.match(r"\s*(end|fi|done|esac)\b", line) is not None
