"""What is left open in functions: a body without anything in it, parameters and results without a type.

By the tree alone; refuses to know what anybody does about it. What a text says in words is not looked at.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from pt_lsp.syntax.definitions import wrapped
from pt_lsp.syntax.grammars import GRAMMARS, node_types
from pt_lsp.syntax.parsing import SyntaxTree, last_row

_MOST_NODES = 4_000
"""So many are looked at in one stretch of code: some milliseconds' worth."""
_FUNCTION = re.compile(r"function|method|operator")
_SIGNATURE = re.compile(r"signature")
_BLOCK = re.compile(r"(?:^|_)(?:body|block)$|compound_statement")
_SAYS_NOTHING = re.compile(r"comment|^pass_statement$|^ellipsis$|^string$")
_MEANT_TO_BE_EMPTY = re.compile(r"overload|abstract")
"""Among decorators."""
_SHAPES_ALONE = re.compile(r"\bProtocol\b")
"""Among bases of a class."""
_CONSTRUCTORS = frozenset({"constructor", "__construct"})
_EMPTY_WITHOUT_A_NODE = node_types("method singleton_method")
_JSDOC_TYPES = re.compile(r"@(?:param|returns?|type|template|overload)\b")


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method that has a name."""

    node: Node
    tree: SyntaxTree
    language_id: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in its body yet: no more than remarks, `pass` or `...`.

        Not of what is meant to be so: constructors, signatures, abstract methods, members of a protocol.
        """
        node = self.node
        if _SIGNATURE.search(node.type) or _is_constructor(self):
            return False
        body = node.child_by_field_name("body") or next(
            (child for child in node.named_children if _BLOCK.search(child.type)), None
        )
        if body is None:
            # Of others it is a declaration, or stands in an interface.
            return node.type in _EMPTY_WITHOUT_A_NODE or self.language_id in {"lua", "go"}
        return _holds_nothing(body) and not (self.language_id == "python" and _is_meant_to_be_empty(self))

    @property
    def lacks_types(self) -> bool:
        """Whether a parameter or the result could be given a type that it has not."""
        lacks = _LACKS_TYPES.get(self.language_id)
        return lacks is not None and lacks(self)

    @property
    def name(self) -> str:
        """As it is written; empty where it is a variable's."""
        return self.text_of(self.node.child_by_field_name("name"))

    @property
    def parameters(self) -> list[Node]:
        """Without comments among them."""
        parameters = self.node.child_by_field_name("parameters")
        children = [] if parameters is None else parameters.named_children
        return [each for each in children if "comment" not in each.type]

    def text_of(self, node: Node | None) -> str:
        """What is written there."""
        if node is None:
            return ""
        return self.tree.encoded[node.start_byte : node.end_byte].decode("utf-8", "replace")


def functions_in(tree: SyntaxTree, language_id: str, first: int, last: int) -> Iterator[Function]:
    """Those on these lines of the tree's text; not all of very many."""
    grammar = GRAMMARS[language_id]
    nodes = [tree.root]
    for _ in range(_MOST_NODES):
        if not nodes:
            return
        node = nodes.pop()
        if node.start_point.row > last or last_row(node) < first:
            continue
        is_named = node.type in grammar.definitions or (
            node.type in grammar.values and node.parent is not None and node.parent.type in grammar.wrappers
        )
        if is_named and _FUNCTION.search(node.type):
            yield Function(node, tree, language_id)
        nodes.extend(reversed(node.named_children))


def can_lack_types(language_id: str) -> bool:
    """Whether it is a language in which types are left out as often as not."""
    return language_id in _LACKS_TYPES


def _holds_nothing(body: Node) -> bool:
    if not _BLOCK.search(body.type):
        return False
    children = [child for child in body.named_children if not _says_nothing(child)]
    return not children or (len(children) == 1 and _holds_nothing(children[0]))


def _says_nothing(node: Node) -> bool:
    if node.type == "expression_statement" and node.named_child_count == 1:
        node = node.named_children[0]
    return _SAYS_NOTHING.search(node.type) is not None


def _is_constructor(function: Function) -> bool:
    is_cpp = function.language_id == "cpp" and function.node.child_by_field_name("type") is None
    return is_cpp or function.name in _CONSTRUCTORS


def _is_meant_to_be_empty(function: Function) -> bool:
    around = function.node.parent
    if around is not None and around.type == "decorated_definition":
        decorators = (each for each in around.named_children if each.type == "decorator")
        if any(_MEANT_TO_BE_EMPTY.search(function.text_of(each)) for each in decorators):
            return True
    while around is not None and around.type != "class_definition":
        around = around.parent
    bases = None if around is None else around.child_by_field_name("superclasses")
    return bases is not None and _SHAPES_ALONE.search(function.text_of(bases)) is not None


def _lacks_python(function: Function) -> bool:
    parameters = function.parameters
    if (
        parameters
        and parameters[0].type == "identifier"
        and function.text_of(parameters[0]) in {"self", "cls"}
    ):
        parameters = parameters[1:]
    bare = node_types("identifier default_parameter list_splat_pattern dictionary_splat_pattern")
    if any(each.type in bare for each in parameters):
        return True
    return function.node.child_by_field_name("return_type") is None and function.name != "__init__"


def _lacks_typescript(function: Function) -> bool:
    """What a function returns is told from its body, and a parameter's type from its default."""
    if function.node.child_by_field_name("parameter") is not None:
        return True
    return any(
        each.type in {"required_parameter", "optional_parameter"}
        and each.child_by_field_name("type") is None
        and each.child_by_field_name("value") is None
        for each in function.parameters
    )


def _lacks_javascript(function: Function) -> bool:
    """Types stand in the comment above."""
    if function.node.child_by_field_name("parameter") is None and not function.parameters:
        return False
    above = wrapped(function.node, GRAMMARS["javascript"]).prev_named_sibling
    return (
        above is None or "comment" not in above.type or _JSDOC_TYPES.search(function.text_of(above)) is None
    )


def _lacks_php(function: Function) -> bool:
    if any(
        each.type.endswith("parameter") and each.child_by_field_name("type") is None
        for each in function.parameters
    ):
        return True
    is_special = function.name in {"__construct", "__destruct", "__clone"}
    return function.node.child_by_field_name("return_type") is None and not is_special


_LACKS_TYPES: Mapping[str, Callable[[Function], bool]] = {
    "python": _lacks_python,
    "typescript": _lacks_typescript,
    "typescriptreact": _lacks_typescript,
    "javascript": _lacks_javascript,
    "javascriptreact": _lacks_javascript,
    "php": _lacks_php,
}
