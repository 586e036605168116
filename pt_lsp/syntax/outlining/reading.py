"""Walks a tree from declaration to declaration and makes an outline by a language's rules.

Refuses to know any language, and to look into what only runs: bodies of functions are walked by no one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from sys import intern

from tree_sitter import Node

from pt_lsp.syntax.code_lines.code_line import MOST_DECORATOR, Stretch, code_line
from pt_lsp.syntax.outlining.parts import Definition, Import, Outline, SymbolKind
from pt_lsp.syntax.outlining.remarks import first_words, told_type
from pt_lsp.syntax.parsing import last_row

MOST_SIGNATURE = 240
MOST_VALUE = 160
MOST_MEMBERS = 400
"""A table of constants can be a file's only content; no one needs more of it."""

_MOST_DEPTH = 8
_MOST_MENTIONED = 200
_ERROR = "ERROR"
_REMARK_LINE = re.compile(rb"\n[ \t]*+(?:#|//)[^\n]*+")


@dataclass(frozen=True, slots=True)
class DeclarationContext:
    """What stands before a declaration and around it."""

    start: Node
    """Where its text starts: at its first decorator if it has one."""
    decorators: tuple[Node, ...] = ()
    doc: str = ""
    is_member: bool = False
    told_type: str = ""


Reader = Callable[["OutlineReading", Node, DeclarationContext], Iterable[Definition]]
Importer = Callable[["OutlineReading", Node], Iterable[Import]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the node types of a grammar are to an outline."""

    readers: Mapping[str, Reader]
    """What defines something, and how to read it."""
    passed: frozenset[str] = frozenset()
    """What is walked through as if its children stood in its place."""
    comments: frozenset[str] = frozenset({"comment"})
    decorators: frozenset[str] = frozenset()
    importers: Mapping[str, Importer] = field(default_factory=dict)
    import_words: re.Pattern[bytes] | None = None
    """Ends where a node may start that has one of `importers`, or whose parents do."""
    mentions: re.Pattern[bytes] | None = None
    """Finds what need not be imported to be found by its name, in a text without lines of comments."""


class OutlineReading:
    """One parsed text while its outline is made."""

    def __init__(self, root: Node, encoded: bytes, rules: Rules) -> None:
        """`encoded` is what `root` was parsed from."""
        self.root = root
        self.encoded = encoded
        self._rules = rules
        self._depth = 0

    def outline(self) -> Outline:
        """What the text defines and imports."""
        return Outline(self.definitions_in(self.root), (*self._imports(), *self._mentioned()))

    def definitions_in(self, container: Node | None, *, is_member: bool = False) -> tuple[Definition, ...]:
        """What stands in `container`; nothing for None and below a depth that no one writes by hand."""
        if container is None or self._depth >= _MOST_DEPTH:
            return ()
        self._depth += 1
        found: dict[tuple[str, str, str], Definition] = {}
        for node, before in self._declarations(container):
            reader = self._rules.readers[node.type]
            for definition in reader(self, node, self._context(node, before, is_member=is_member)):
                # Of a value that is set again the first tells most; overloads all tell something.
                told = "" if definition.kind == "value" else definition.signature
                found.setdefault((definition.name, definition.kind, told), definition)
        self._depth -= 1
        return tuple(found.values())[:MOST_MEMBERS]

    def text(self, node: Node) -> str:
        """The text of `node`."""
        return self.between(node.start_byte, node.end_byte)

    def field(self, node: Node, name: str = "name") -> str:
        """The text of a field of `node`; empty where there is none."""
        found = node.child_by_field_name(name)
        return "" if found is None else self.text(found)

    def between(self, start: int, end: int) -> str:
        """The text between two places counted in bytes."""
        return self.encoded[start:end].decode("utf-8", "replace")

    def define(
        self,
        node: Node,
        name: str,
        kind: SymbolKind,
        context: DeclarationContext | None = None,
        signature: str | None = None,
        *,
        members: tuple[Definition, ...] = (),
        bases: tuple[str, ...] = (),
        doc: str = "",
        is_private: bool = False,
        owner: str = "",
    ) -> Iterator[Definition]:
        """The definition that `node` makes; none without a name.

        Without a `context` nothing stands before or around it; its `signature` is else its first line.
        """
        if not name:
            return
        context = context or DeclarationContext(node)
        signature = self.first_line(node) if signature is None else signature
        decorators = [self.first_line(each, MOST_DECORATOR) for each in context.decorators]
        yield Definition(
            name=name,
            kind="member" if context.is_member and kind in {"function", "value"} else kind,
            line=context.start.start_point.row,
            last_line=last_row(node),
            signature="\n".join([*decorators, signature]),
            doc=doc or context.doc,
            members=members,
            bases=bases,
            is_callable=kind == "function",
            is_private=is_private,
            told_type=context.told_type,
            owner=owner,
        )

    def head(
        self,
        node: Node,
        *,
        before: Node | None = None,
        through: Node | None = None,
        start: int | None = None,
        prefix: str = "",
        limit: int = MOST_SIGNATURE,
        is_brief: bool = False,
    ) -> str:
        """The text of `node` on one line, without brace and colon; `prefix` goes before it.

        It ends `through` a part of it, else `before` one, where there is such a part. Of one that `is_brief`
        what brackets hold on lines of their own is left out.
        """
        begin = node.start_byte if start is None else start
        end = through.end_byte if through else before.start_byte if before else node.end_byte
        is_broken = through is None and before is None and node.has_error
        while node.start_byte > begin and node.parent is not None:
            node = node.parent
        stretch = Stretch(
            node, begin, end, self._rules.comments, is_brief=is_brief or is_broken, ends_with_line=is_broken
        )
        return code_line(self.encoded, stretch, limit, prefix)

    def first_line(self, node: Node, limit: int = MOST_VALUE, *, prefix: str = "") -> str:
        """The first line of `node`'s text, without an opening brace and what its brackets hold on others."""
        begin, end = node.start_byte, node.end_byte
        stretch = Stretch(node, begin, end, self._rules.comments, is_brief=True, ends_with_line=True)
        return code_line(self.encoded, stretch, limit, prefix)

    def _declarations(self, container: Node) -> Iterator[tuple[Node, list[Node]]]:
        """Each node that has a reader, with the comments and decorators right before it."""
        rules = self._rules
        waiting = container.named_children[::-1]
        before = self._comments_before(container)
        while waiting:
            node = waiting.pop()
            kind = node.type
            if kind in rules.comments or kind in rules.decorators:
                before.append(node)
                continue
            if kind in rules.passed or kind == _ERROR:
                waiting.extend(reversed(node.named_children))
                continue
            if kind in rules.readers:
                yield node, before
            before = []

    def _comments_before(self, container: Node) -> list[Node]:
        """Those that stand above the first declaration: some grammars set them before the body."""
        found: list[Node] = []
        row = -1
        for node in container.parent.named_children if container.parent is not None else ():
            if node.start_byte >= container.start_byte:
                break
            if node.type not in self._rules.comments:
                found, row = [], last_row(node)
            elif node.start_point.row > row >= 0:
                found.append(node)
        return found

    def _context(self, node: Node, before: Sequence[Node], *, is_member: bool) -> DeclarationContext:
        decorators: list[Node] = []
        comments: list[Node] = []
        row = node.start_point.row
        for each in reversed(before):
            if each.type in self._rules.decorators:
                decorators.insert(0, each)
            elif last_row(each) < row - 1:
                break
            else:
                comments.insert(0, each)
            row = each.start_point.row
        texts = [self.text(each) for each in comments]
        start = decorators[0] if decorators else node
        return DeclarationContext(start, tuple(decorators), first_words(texts), is_member, told_type(texts))

    def _imports(self) -> Iterator[Import]:
        rules = self._rules
        if rules.import_words is None:
            return
        seen = -1
        for word in rules.import_words.finditer(self.encoded):
            node = self.root.descendant_for_byte_range(word.end(), word.end())
            if node is None or node.start_byte != word.end():
                continue
            for _ in range(4):
                if node is None or (node.is_named and node.type in rules.importers):
                    break
                node = node.parent
            else:
                continue
            if node is not None and node.start_byte > seen:
                seen = node.start_byte
                yield from rules.importers[node.type](self, node)

    def _mentioned(self) -> Iterator[Import]:
        """Each name once, as far as it is asked for without an import; a constant is in no file called so."""
        if (mentions := self._rules.mentions) is None:
            return
        found = dict.fromkeys(mentions.findall(_REMARK_LINE.sub(b"", self.encoded)))
        named = (name for name in found if not name.isupper())
        for name in islice(named, _MOST_MENTIONED):
            yield Import(intern(name.decode("utf-8", "replace")), is_mention=True)


def set_once(members: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """`members` without what a method sets that is there already: it stands in the method's lines."""
    known: set[str] = set()
    kept = []
    reach = -1
    for member in members:
        if member.name not in known or member.line > reach or member.is_callable:
            kept.append(member)
        known.add(member.name)
        if member.is_callable:
            reach = max(reach, member.last_line)
    return tuple(kept)


def nth_text(reading: OutlineReading, node: Node, index: int) -> str:
    """The text of the named child at `index`; empty where there is none."""
    children = node.named_children
    return reading.text(children[index]) if -len(children) <= index < len(children) else ""
