"""One line of code made of a stretch of a tree: no comments, brackets closed, long literals left out.

Refuses to know any language: what is a comment its caller says, what is a literal the names of node types.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from pt_lsp.syntax.code_lines.literals import (
    BRACKETS,
    CLOSING,
    OPENING,
    can_be_told,
    is_balanced,
    is_literal,
    leaf_text,
    literal_text,
)
from pt_lsp.syntax.code_lines.shortening import LEFT_OUT, shortened, without_loose_end

_PAIRS = {**OPENING, "<": ">", "do": "end", "function": "end"}
_PLAIN = re.compile(
    rb"(?:[\w \t.,:;=|&*?!+~^$@<>()\[\]{}\x80-\xff\r\n]|-(?!-)"
    rb"|\"[\w .,:;=%-]{0,60}+\"|'[\w .,:;=%-]{0,60}+')*+"
)
_ADJOINS = re.compile(r"\.(?!\.)|\?\.|::|,|;|[)\]]")
_GOES_ON = frozenset({"=", ":", ":=", "=>", "->", "<"})
_BLANK = " \t\r\n\f\v\\"
_SEPARATES = (",", ";", "{", "(", "[")
MOST_DECORATOR = 100
_MOST_TOKENS = 1_200
"""A table of constants can be a file's only content."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a tree's text by its bytes, in `node`."""

    node: Node
    start: int
    end: int
    comments: frozenset[str]
    is_brief: bool = False
    """What brackets hold on lines of their own is left out."""
    ends_with_line: bool = False
    """What follows on other lines is; brackets are closed, and an equals sign gets its value."""


def code_line(encoded: bytes, stretch: Stretch, most: int, prefix: str = "") -> str:
    """The stretch on one line of at most `most` characters, without what comes from an error in it on.

    What is set before it with an `@` on lines of its own stays on such.
    """
    plain = _plain(encoded, stretch, most)
    text = _Line(encoded, stretch).text() if plain is None else plain
    *decorators, line = text.replace("\t", " ").split("\n")
    line = _finished(_without_open_quotes(shortened(prefix + line, most)))
    return "\n".join([*(shortened(each, MOST_DECORATOR) for each in decorators), line])


def _plain(encoded: bytes, stretch: Stretch, most: int) -> str | None:
    """Most code needs no look at its tokens: it has no literal, no comment and no error."""
    raw = encoded[stretch.start : min(stretch.end, stretch.start + 2 * most)]
    has_lines = b"\n" in raw or b"\r" in raw
    if has_lines and (stretch.is_brief or b"{" in raw or raw.startswith(b"@")):
        return None
    if stretch.end - stretch.start > len(raw) or stretch.node.has_error or not _PLAIN.fullmatch(raw):
        return None
    text = raw.decode("utf-8", "replace").strip()
    if has_lines:
        text = _BLANKS.sub(" ", text)
        text = _BRACKET_BLANK.sub("", text)
    return text if is_balanced(text.removesuffix("{")) else None


_MOST_NESTING = 100
"""Deeper ones are made by machines, and would be too deep for this reading."""
_BLANKS = re.compile(r"\s+")
_BRACKET_BLANK = re.compile(r"(?<=[(\[]) |,? (?=[)\]])|(?<!\.) (?=\.[^\W\d])")


def _without_open_quotes(line: str) -> str:
    """Up to a string that is not closed: a broken tag's attribute is none to a grammar."""
    for quote in '"`':
        if line.count(quote) % 2:
            line = without_loose_end(line[: line.rindex(quote)])
    return line if is_balanced(line) else without_loose_end(BRACKETS.split(line, maxsplit=1)[0])


_ENDS = re.compile(r"(?:\s*+[{,;]|(?<!\s)\s*+:)$")


def _finished(text: str) -> str:
    """Without the sign that only led to what is left out; an arrow keeps something to point at."""
    text = text.rstrip()
    if text.endswith(("{", ",", ";", ":")):
        text = _ENDS.sub("", text)
    return f"{text} {LEFT_OUT}" if text.endswith("=>") else text.removesuffix(" =")


@dataclass(slots=True)
class _Token:
    text: str
    row: int
    is_apart: bool = False
    starts_line: bool = False
    is_bracket: bool = False


@dataclass(slots=True)
class _Line:
    """The tokens of a stretch as they are read."""

    encoded: bytes
    stretch: Stretch
    tokens: list[_Token] = field(default_factory=list)
    _read: int = -1
    """Where the last token ends."""
    _told: int = -1
    """Where that, or a comment behind it, ends."""
    _depth: int = 0
    _nesting: int = 0
    _has_ended: bool = False
    _is_cut: bool = False

    def text(self) -> str:
        self._read = self._told = self.stretch.start
        self._take(self.stretch.node)
        if not self._has_ended:
            self._take_hidden(self.stretch.end)
        return _joined(self.tokens, is_cut=self._is_cut)

    def _take(self, node: Node) -> None:
        """Takes in the tokens of `node`, in order; a line that is nested too deeply ends there."""
        if self._nesting >= _MOST_NESTING:
            self._has_ended = self._is_cut = True
            return
        self._nesting += 1
        self._take_all(node)
        self._nesting -= 1

    def _take_all(self, node: Node) -> None:
        entries = list(self._within(node))
        if self._is_left_out(entries):
            self._add(self._text(entries[0]), entries[0])
            self.tokens.append(_Token(LEFT_OUT, self.tokens[-1].row))
            self._read = self._told = entries[-1].start_byte
            self._add(self._text(entries[-1]), entries[-1])
            return
        is_braced = bool(entries) and entries[0].type == "{"
        before: Node | None = None
        for child in entries:
            if self._has_ended:
                return
            if child.type in self.stretch.comments:
                self._told = child.end_byte
                continue
            if is_braced and before is not None and before.is_named and child.is_named:
                self._separate(before, child)
            before = child
            self._take_one(child)

    def _within(self, node: Node) -> Iterator[Node]:
        for child in node.children if node.child_count else [node]:
            if child.start_byte >= self.stretch.end:
                return
            if child.end_byte > self.stretch.start:
                yield child

    def _is_left_out(self, entries: list[Node]) -> bool:
        """Whether all in a pair of brackets is; what holds an error is looked into."""
        if len(entries) <= len("()") or _PAIRS.get(entries[0].type) != entries[-1].type:
            return False
        first, last = entries[0], entries[-1]
        if last.is_missing or last.end_byte > self.stretch.end:
            return False
        is_long = first.start_point.row != last.start_point.row and first.type != "<"
        return len(self.tokens) > _MOST_TOKENS or (self.stretch.is_brief and is_long)

    def _take_one(self, child: Node) -> None:
        if child.is_error or child.is_missing:
            self._end_at(child)
        elif child.start_byte == child.end_byte:
            return
        elif self._ends_before(child):
            self._has_ended = True
        elif is_literal(child):
            self._add(literal_text(self.encoded, child), child)
        elif child.child_count:
            self._take(child)
        else:
            self._add(leaf_text(self._text(child), child), child)

    def _ends_before(self, child: Node) -> bool:
        """Whether a value's first line ends there; what it has begun to say may stand on the next."""
        if len(self.tokens) > 2 * _MOST_TOKENS:
            return True
        if not self.stretch.ends_with_line or not self.tokens or self._depth > 0:
            return False
        goes_on = (
            self.tokens[-1].text in _GOES_ON or self.encoded[child.start_byte : child.start_byte + 1] == b">"
        )
        return not goes_on and b"\n" in self._gap(child)

    def _end_at(self, fault: Node) -> None:
        """Ends at an error: what stands before it on its line is hardly what it was read as."""
        row = fault.start_point.row
        self._has_ended = self._is_cut = True
        if self.tokens and self.tokens[0].row < row:
            while self.tokens[-1].row == row:
                self.tokens.pop()

    def _separate(self, before: Node, child: Node) -> None:
        """Where a line's end was all that stood between two members."""
        if before.end_point.row < child.start_point.row and not self.tokens[-1].text.endswith(_SEPARATES):
            self.tokens.append(_Token(";", self.tokens[-1].row))

    def _take_hidden(self, end: int) -> None:
        """Takes in what a grammar knows of without a node for it: digits before a unit."""
        hidden = self.encoded[self._told : end]
        if (text := hidden.decode("utf-8", "replace").strip(_BLANK)) and self._told >= self._read:
            shown = text if can_be_told(text) else LEFT_OUT
            row, is_apart = self.tokens[-1].row if self.tokens else 0, hidden[:1].isspace()
            self.tokens.append(_Token(shown, row, is_apart and bool(self.tokens)))
            self._read = end - (len(hidden) - len(hidden.rstrip()))

    def _add(self, text: str, node: Node) -> None:
        if self._told < node.start_byte:
            self._take_hidden(node.start_byte)
        gap = self._gap(node) if self.tokens else b""
        is_bracket = not node.is_named and not is_balanced(text)
        self._depth += sum((sign in OPENING) - (sign in CLOSING) for sign in text) if is_bracket else 0
        self.tokens.append(_Token(text, node.start_point.row, bool(gap), b"\n" in gap, is_bracket))
        self._read = self._told = node.end_byte

    def _gap(self, node: Node) -> bytes:
        return self.encoded[self._read : node.start_byte]

    def _text(self, node: Node) -> str:
        return self.encoded[node.start_byte : node.end_byte].decode("utf-8", "replace")


def _joined(tokens: list[_Token], *, is_cut: bool) -> str:
    """The tokens on one line, below decorators that stand on others.

    A bracket that none of them closes is closed, one that none opened ends the line.
    """
    done: list[str] = []
    parts: list[str] = []
    waiting: list[str] = []
    for token in tokens:
        if token.is_bracket and not _follow(waiting, token.text):
            break
        if token.starts_line and not waiting and parts[:1] == ["@"]:
            done.append("".join(parts))
            parts = []
        is_first = not parts or (token.starts_line and parts[-1][-1:] in "([<")
        if token.starts_line and token.text[:1] in ")]}>":
            while parts and parts[-1] in {",", ";"}:
                parts.pop()
            is_first = token.text[:1] != "}"
        is_first = is_first or (token.starts_line and _ADJOINS.match(token.text) is not None)
        parts.append(f" {token.text}" if token.is_apart and not is_first else token.text)
    if waiting and parts[-1] in {" {", " do {"}:
        parts.pop()
        waiting.pop()
    text = "".join(parts)
    text = _closed(without_loose_end(text) if is_cut else text, waiting)
    return "\n".join([*done, text])


def _follow(waiting: list[str], text: str) -> bool:
    """Keeps in `waiting` what closes the open brackets; False where `text` closes another."""
    for sign in BRACKETS.findall(text):
        if sign in OPENING:
            waiting.append(OPENING[sign])
        elif not waiting or waiting.pop() != sign:
            return False
    return True


def _closed(text: str, waiting: list[str]) -> str:
    if not waiting:
        return text
    more = LEFT_OUT if text[-1:] in "([{" else f", {LEFT_OUT}"
    return f"{text}{more}{''.join(reversed(waiting))}"
