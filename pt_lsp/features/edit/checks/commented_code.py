"""A text as its code tokens and the gaps between them, in which the comments stand. Pure.

The text is taken to begin and end with a line, as regions do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.syntax.code_pieces import CodePiece

Where = Literal["own lines", "line's end", "between"]
"""Alone on its lines; behind code or a bracket, where nothing follows; with code after it on its line."""


@dataclass(slots=True)
class Note:
    """One comment, or several on the same line, from the first sign to the last."""

    text: str
    where: Where
    is_docstring: bool = False
    indentation: str = ""
    n_blank: int = 0
    """Blank lines above it, down from the comment before."""


@dataclass(slots=True)
class TokenGap:
    """What stands between two tokens, before the first or after the last."""

    text: str = ""
    notes: list[Note] = field(default_factory=list)
    is_broken: bool = False
    """A line ends in it, outside of comments."""
    head: str = ""
    """What is left of the line that begins before it."""
    tail: str = ""
    """What stands before the next token on its line."""
    n_blank: int = 0
    """Blank lines below the last comment that has its own."""

    @property
    def own(self) -> list[Note]:
        """The comments on lines of their own."""
        return [note for note in self.notes if note.where == "own lines"]

    @property
    def n_all_blank(self) -> int:
        """All blank lines in it."""
        return sum(note.n_blank for note in self.notes) + self.n_blank


@dataclass(frozen=True, slots=True)
class CommentedCode:
    """`gaps` has one more than `tokens`; a line ends before the first and after the last."""

    tokens: list[str]
    gaps: list[TokenGap]

    @classmethod
    def of(cls, pieces: Iterable[CodePiece]) -> "CommentedCode":
        """The text of the pieces."""
        tokens: list[str] = []
        gaps: list[list[CodePiece]] = [[_LINE_END]]
        for piece in pieces:
            if piece.kind == "code":
                tokens.append(piece.text)
                gaps.append([])
            else:
                gaps[-1].append(piece)
        gaps[-1].append(_LINE_END)
        return cls(tokens, [_gap(each) for each in gaps])

    def text_with(self, gaps: Sequence[str]) -> str:
        """The tokens with these gaps between them."""
        parts = [gaps[0]]
        for token, gap in zip(self.tokens, gaps[1:], strict=True):
            parts += token, gap
        return "".join(parts)[1:-1]

    def comments(self) -> set[str]:
        """The texts of all comments."""
        return {note.text for gap in self.gaps for note in gap.notes}

    def code_lines(self) -> list[str]:
        """The lines that hold code, as they are."""
        text = self.text_with([gap.text for gap in self.gaps])
        lines, is_code = text.split("\n"), set[int]()
        row = -1
        for token, gap in zip(self.tokens, self.gaps, strict=False):
            row += gap.text.count("\n")
            is_code |= {*range(row, row + token.count("\n") + 1)}
            row += token.count("\n")
        return [lines[each] for each in sorted(is_code)]

    def in_lines(self) -> list[str]:
        """The tokens; signs tell whether a line ends with them, for signs alone are like many others."""
        after = self.gaps[1:]
        return [
            f"{token}\n" if gap.is_broken and not token[-1:].isalnum() else token
            for token, gap in zip(self.tokens, after, strict=True)
        ]

    def line_from(self, index: int) -> range:
        """The tokens on the line of the one at `index`, from that one on."""
        end = index + 1
        while not self.gaps[end].is_broken:
            end += 1
        return range(index, end)

    def line_to(self, index: int) -> range:
        """The tokens on the line of the one at `index`, up to that one."""
        start = index
        while not self.gaps[start].is_broken:
            start -= 1
        return range(start, index + 1)


_LINE_END = CodePiece("\n", "blank")


def _gap(pieces: Sequence[CodePiece]) -> TokenGap:
    gap = TokenGap("".join(piece.text for piece in pieces))
    line, notes, n_blank, is_first = "", list[CodePiece](), 0, True
    for piece in pieces:
        if piece.kind != "blank":
            notes.append(piece)
            line += piece.text
            continue
        first, *others = piece.text.split("\n")
        line += first
        for following in others:
            if notes:
                where: Where = "line's end" if is_first else "own lines"
                gap.notes.append(_note(line, notes, where, n_blank))
            if is_first:
                gap.head = line
            n_blank = 0 if notes or is_first else n_blank + 1
            line, notes, is_first, gap.is_broken = following, [], False, True
    if notes:
        gap.notes.append(_note(line, notes, "between", n_blank))
        n_blank = 0
    gap.tail, gap.n_blank = line, n_blank
    return gap


def _note(line: str, pieces: Sequence[CodePiece], where: Where, n_blank: int) -> Note:
    is_docstring = any(piece.kind == "docstring" for piece in pieces)
    return Note(line.strip(), where, is_docstring, leading_blanks(line), n_blank)
