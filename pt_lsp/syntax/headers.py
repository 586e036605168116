"""The heads of the blocks that a line is in: of classes, functions, namespaces.

By the grammar where all of the text may be parsed, else by indentation, in a bounded stretch above the line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tree_sitter import Node

from pt_lsp.documents.lines import plain
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.definitions import defines, first_character, upwards
from pt_lsp.syntax.grammars import ATTACHED, GRAMMARS, Grammar, node_types
from pt_lsp.syntax.parsing import SyntaxTree, parse

_REACH = 200_000
"""So many characters above are looked at where indentation tells: a millisecond's worth."""
_MOST_HEADERS = 8
_MOST_LINES = 12
"""Of one head; of a longer one the first line stands for all."""
_MOST_UPWARDS = 60
_MOST_BLANK = 8
_FARTHEST = 300
"""Lines between a later branch and the first."""
_LONGEST = 500

_CONTAINERS = node_types(
    "foreign_mod_item linkage_specification mod_item namespace_declaration namespace_definition"
)
"""Blocks with names that are no definitions of their own."""
_BODY = re.compile(r"(?:^|_)(?:body|block)$|declaration_list|field_list")
_BRACKETS = re.compile(r"[()\[\]]")
_OPENS = re.compile(
    r"(?:[:{(\[]|[=-]>|\b(?:do|then|else|begin|is|as|try))(?:\s++(?:#|//|--|/\*).*)?\s*$|^\s*<\w[^<]*>\s*$"
)
_DEFINES = re.compile(
    r"\s*(?:[a-z]++\s++){0,4}(?:class|module|def|function|func|fun|fn|sub|struct|interface|trait|enum|impl"
    r"|namespace|object|type|proc|package)\b"
)
_CONTINUES = re.compile(r"[{)\]}]|(?:else|elif|elsif|elseif|except|catch|finally|rescue|ensure|where)\b")
_LABEL = re.compile(r"\s*(?:public|private|protected|signals|default)\b[\w ]*:\s*$")
_REMARK = re.compile(r"\s*(?:#|//|/\*|\*|--|[\"'])")
_IS_WHOLE = re.compile(r"(?:[:{\[;]|[=-]>)(?:\s++(?:#|//|--|/\*).*)?\s*$")
_TAB_COLUMNS = 4


def enclosing_headers(text: Text, language_id: str, line: int, most_parsed: int) -> tuple[range, ...]:
    """Lines of the heads of what `line` is in, the outermost first; those that begin above it.

    A text of more than `most_parsed` characters is not parsed: that takes 4 to 9 ms for 1,000 lines.
    """
    following = range(line, min(line + _MOST_BLANK, text.n_lines))
    line = next((each for each in following if text.line_content(each).strip()), line)
    grammar = GRAMMARS.get(language_id)
    found: list[range] | None = None
    if grammar and grammar.definitions and len(text) <= most_parsed:
        found = _by_grammar(text, language_id, grammar, line)
    if found is None:
        found = list(islice(_by_indentation(text, line), _MOST_HEADERS))
    return tuple(rows for rows in reversed(found) if rows.stop <= line)


def reads_as_definition(content: str) -> bool:
    """Whether a line begins a function, class or the like, as far as its first words tell."""
    return _DEFINES.match(content) is not None


def _by_grammar(text: Text, language_id: str, grammar: Grammar, line: int) -> list[range] | None:
    """From the innermost out; None where the grammar does not know."""
    tree = parse(str(text), language_id)
    if tree is None:
        return None
    found: list[range] = []
    for node in islice(upwards(tree.nodes_at(first_character(text, line)), grammar), _MOST_UPWARDS):
        if node.is_error:
            return None
        if defines(node, grammar) or node.type in _CONTAINERS:
            head = _lines_of_head(text, tree, node)
            # What a wrapper holds begins on its line, as a rule.
            if not found or head.start < found[-1].start:
                found.append(head)
    return found


def _lines_of_head(text: Text, tree: SyntaxTree, node: Node) -> range:
    """From its first line, without what is attached to it, to the line on which its body is opened."""
    children = [child for child in node.children if child.type not in ATTACHED]
    holder, body = node, _body_of(node)
    while body is None and holder.named_children:
        holder = holder.named_children[-1]
        body = _body_of(holder)
    first = text.line_at(tree.span_of(children[0] if children else node).start)
    if body is None:
        return range(first, first + 1)
    opener = body.children[0] if body.children and body.children[0].type == "{" else body.prev_sibling
    while opener is not None and "comment" in opener.type:
        opener = opener.prev_sibling
    last = first if opener is None else text.line_at(tree.span_of(opener).end)
    while first < last and text.line_content(first).lstrip().startswith("@"):
        first += 1
    return range(first, last + 1) if first <= last < first + _MOST_LINES else range(first, first + 1)


def _body_of(node: Node) -> Node | None:
    return node.child_by_field_name("body") or next(
        (child for child in node.named_children if _BODY.search(child.type)), None
    )


def _by_indentation(text: Text, line: int) -> Iterator[range]:
    """From the innermost out, each up to the one inside of it: its brackets may never close."""
    reach = max(text.line_start(line) - _REACH, 0)
    first = text.line_at(reach)
    first += text.line_start(first) < reach  # no part of a line
    above = plain(text.slice(Span(text.line_start(first), text.line_start(line)))).split("\n")[:-1]
    indent, inner = _indent(text.line_content(line)), len(above)
    for at in range(len(above) - 1, -1, -1):
        if not indent:
            return
        content = above[at]
        if content.startswith(indent) or not content.strip():
            continue
        own = _indent(content)
        if len(own.expandtabs(_TAB_COLUMNS)) < len(indent.expandtabs(_TAB_COLUMNS)) and _opens(content):
            indent = own
            for rows in _heads_at(above, at):
                yield range(first + rows.start, first + min(rows.stop, inner))
                inner = rows.start


def _opens(content: str) -> bool:
    """Whether a line begins a block, as far as one can tell without knowing its language."""
    if (
        len(content) > _LONGEST
        or _LABEL.match(content)
        or (_REMARK.match(content) and not content.rstrip().endswith("{"))
    ):
        return False
    return bool(_OPENS.search(content) or _DEFINES.match(content)) or _n_open(content) > 0


def _heads_at(above: Sequence[str], at: int) -> Iterator[range]:
    """The head that a line belongs to; for a later branch that line first, then the first branch."""
    first = at
    if _CONTINUES.match(above[at].lstrip()):
        indent = _indent(above[at])
        while first and at - first < _FARTHEST and not _is_level(above[first - 1], indent):
            first -= 1
        # A line that is indented less is no branch but holds all of them.
        first = first - 1 if first and _indent(above[first - 1]) == indent else at
        is_head = above[at].lstrip()[0] in "{)]"
        if is_head and at - first < _MOST_LINES:
            yield range(first, at + 1)
            return
        yield range(at, at + 1)
        if first == at:
            return
    last, n_open = first, _n_open(above[first])
    while (
        n_open > 0 and last + 1 < min(len(above), first + _MOST_LINES) and not _IS_WHOLE.search(above[last])
    ):
        last += 1
        n_open += _n_open(above[last])
    yield range(first, last + 1) if n_open <= 0 or _IS_WHOLE.search(above[last]) else range(first, first + 1)


def _is_level(content: str, indent: str) -> bool:
    """Whether a line begins a statement at the indentation, or ends what is indented by it."""
    if not content.strip():
        return False
    own = _indent(content)
    return len(own) < len(indent) or (own == indent and not _CONTINUES.match(content.lstrip()))


def _n_open(content: str) -> int:
    return sum(1 if sign in "([" else -1 for sign in _BRACKETS.findall(content))


def _indent(content: str) -> str:
    return content[: len(content) - len(content.lstrip(" \t"))]
