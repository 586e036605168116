"""Which languages have a grammar, and what their grammars call a definition.

A grammar is imported when first asked for: most sessions see one or two languages.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

from tree_sitter import Language

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Grammar:
    """A wheel that holds a grammar, and node types of that grammar."""

    module: str
    definitions: frozenset[str]
    """Definitions by themselves; where there are none, indentation tells."""
    wrappers: frozenset[str] = frozenset()
    """Definitions when they hold one, or one of `values`: an `export`, a constant that names a function."""
    values: frozenset[str] = frozenset()
    entry: str = "language"
    is_exact: bool = True
    """Not when valid code is unreadable to it, so that its errors tell nothing."""

    def load(self) -> Language | None:
        """The grammar itself; None where its wheel is broken or missing, which is told once."""
        return _load(self.module, self.entry)


@cache
def _load(module: str, entry: str) -> Language | None:
    try:
        return Language(getattr(import_module(module), entry)())
    except Exception as error:  # noqa: BLE001 - a wheel may fail in any way, and is of no use then
        _log.warning("%s cannot be loaded (%s); reinstall pt-lsp.", module, type(error).__name__)
        return None


def node_types(names: str) -> frozenset[str]:
    """A table's node types, written as words."""
    return frozenset(names.split())


ATTACHED = frozenset({"decorator", "attribute_item"})
"""What stands before a definition as a sibling and belongs to it."""

_PYTHON = Grammar(
    module="tree_sitter_python",
    definitions=frozenset({"function_definition", "class_definition"}),
    wrappers=frozenset({"decorated_definition"}),
)

_JAVASCRIPT = Grammar(
    module="tree_sitter_javascript",
    definitions=node_types(
        "function_declaration generator_function_declaration method_definition class_declaration"
    ),
    wrappers=node_types(
        "export_statement lexical_declaration variable_declaration variable_declarator expression_statement "
        "assignment_expression field_definition"
    ),
    values=node_types("arrow_function function_expression generator_function class"),
)

_TYPESCRIPT = replace(
    _JAVASCRIPT,
    module="tree_sitter_typescript",
    entry="language_typescript",
    definitions=_JAVASCRIPT.definitions
    | node_types(
        "abstract_class_declaration abstract_method_signature enum_declaration function_signature "
        "interface_declaration method_signature"
    ),
    wrappers=_JAVASCRIPT.wrappers | {"ambient_declaration", "public_field_definition"},
)

_TSX = replace(_TYPESCRIPT, entry="language_tsx")

_GO = Grammar(
    module="tree_sitter_go",
    definitions=node_types("function_declaration method_declaration type_declaration type_spec"),
)

_RUST = Grammar(
    module="tree_sitter_rust",
    definitions=node_types(
        "enum_item function_item function_signature_item impl_item macro_definition struct_item trait_item "
        "union_item"
    ),
)

_JAVA = Grammar(
    module="tree_sitter_java",
    definitions=node_types(
        "annotation_type_declaration class_declaration compact_constructor_declaration "
        "constructor_declaration enum_declaration interface_declaration method_declaration "
        "record_declaration"
    ),
)

_C = Grammar(
    module="tree_sitter_c",
    definitions=frozenset({"function_definition"}),
    # `struct point` alone uses a type; only with a body does it define one.
    wrappers=node_types("struct_specifier union_specifier enum_specifier type_definition"),
    values=frozenset({"field_declaration_list", "enumerator_list"}),
)

_CPP = Grammar(
    module="tree_sitter_cpp",
    definitions=frozenset({"concept_definition", "function_definition"}),
    # A class that is only named is used or announced; a template is what it is for.
    wrappers=node_types(
        "class_specifier enum_specifier struct_specifier template_declaration type_definition union_specifier"
    ),
    values=frozenset({"enumerator_list", "field_declaration_list"}),
)

_CSHARP = Grammar(
    module="tree_sitter_c_sharp",
    definitions=node_types(
        "class_declaration constructor_declaration conversion_operator_declaration delegate_declaration "
        "destructor_declaration enum_declaration indexer_declaration interface_declaration "
        "local_function_statement method_declaration operator_declaration property_declaration "
        "record_declaration struct_declaration"
    ),
)

_RUBY = Grammar(
    module="tree_sitter_ruby",
    definitions=node_types("class method module singleton_class singleton_method"),
)

_PHP = Grammar(
    module="tree_sitter_php",
    entry="language_php",
    definitions=node_types(
        "class_declaration enum_declaration function_definition interface_declaration method_declaration "
        "trait_declaration"
    ),
)

_KOTLIN = Grammar(
    module="tree_sitter_kotlin",
    is_exact=False,  # `class A { val b = 1 }` on one line
    definitions=node_types(
        "class_declaration companion_object function_declaration object_declaration secondary_constructor"
    ),
)

_LUA = Grammar(
    module="tree_sitter_lua",
    definitions=frozenset({"function_declaration"}),
    wrappers=node_types("assignment_statement expression_list field variable_declaration"),
    values=frozenset({"function_definition"}),
)

_BASH = Grammar(module="tree_sitter_bash", definitions=frozenset({"function_definition"}))

_CSS = Grammar(
    module="tree_sitter_css",
    definitions=node_types("keyframes_statement media_statement rule_set supports_statement"),
)

# Their indentation shows what belongs together better than an element in a line or a pair does.
_HTML = Grammar(module="tree_sitter_html", definitions=frozenset())
_JSON = Grammar(module="tree_sitter_json", definitions=frozenset())
_JSONC = Grammar(module="tree_sitter_json", definitions=frozenset(), is_exact=False)  # `[1,]`

GRAMMARS: Mapping[str, Grammar] = {
    "python": _PYTHON,
    "typescript": _TYPESCRIPT,
    "typescriptreact": _TSX,
    "javascript": _JAVASCRIPT,
    "javascriptreact": _JAVASCRIPT,
    "go": _GO,
    "rust": _RUST,
    "java": _JAVA,
    "c": _C,
    "cpp": _CPP,
    "csharp": _CSHARP,
    "ruby": _RUBY,
    "php": _PHP,
    "kotlin": _KOTLIN,
    "lua": _LUA,
    "shellscript": _BASH,
    "html": _HTML,
    "css": _CSS,
    "json": _JSON,
    "jsonc": _JSONC,
}
"""By LSP language identifier."""
