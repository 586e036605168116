"""Readers for declarations of the usual shapes, made from the names of their parts.

Refuses to know any language: which node types have which shape, a language's table says.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from tree_sitter import Node

from pt_lsp.syntax.outlining.parts import Definition, SymbolKind
from pt_lsp.syntax.outlining.reading import MOST_MEMBERS, DeclarationContext, OutlineReading, Reader

Finder = Callable[[OutlineReading, Node], Iterable[Definition]]

_WITH_MEMBERS = frozenset({"class", "module"})


def declared(
    kind: SymbolKind,
    *,
    name: str = "name",
    bodies: tuple[str, ...] = ("body",),
    ends_with: str = "",
    bases: frozenset[str] = frozenset(),
    also: Finder | None = None,
) -> Reader:
    """Reads a declaration with a name and a body; a `class` or `module` has members.

    `name` and `bodies` are fields, or else node types. The signature ends before the body, or with the field
    `ends_with`. `bases` are the node types that hold what it is made from; `also` finds members elsewhere.
    """

    def read(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
        held = part(node, *bodies)
        members: tuple[Definition, ...] = ()
        if kind in _WITH_MEMBERS:
            inside = reading.definitions_in(held, is_member=kind == "class")
            members = (*(also(reading, node) if also else ()), *inside)
        last = node.child_by_field_name(ends_with) if ends_with else None
        return reading.define(
            node,
            field_text(reading, node, name),
            kind,
            context,
            reading.head(node, before=held, through=last),
            members=members,
            bases=tuple(dict.fromkeys(base_names(reading, node, bases))),
        )

    return read


def listed(kind: SymbolKind, *path: str, prefix: str = "") -> Reader:
    """Reads a declaration of one or several names, which are found `along` a path."""

    def read(reading: OutlineReading, node: Node, context: DeclarationContext) -> Iterator[Definition]:
        signature = reading.first_line(node, prefix=prefix)
        for named in along(node, path):
            yield from reading.define(node, plain(reading.text(named)), kind, context, signature)

    return read


def members_along(*path: str, only: Callable[[OutlineReading, Node], bool] | None = None) -> Finder:
    """Finds members `along` a path that ends with their names: parameters that are fields."""

    def find(reading: OutlineReading, node: Node) -> Iterator[Definition]:
        for each in along(node, path[:-1]):
            if only is None or only(reading, each):
                for named in along(each, path[-1:]):
                    yield from reading.define(each, plain(reading.text(named)), "member")

    return find


def closed_by_sections(
    members: tuple[Definition, ...], sections: Iterable[tuple[int, bool]]
) -> tuple[Definition, ...]:
    """`members` with those private that stand in closed sections: the row on which each begins, in order."""
    rows, closed = zip(*sections, strict=True) if (sections := list(sections)) else ((), ())
    return tuple(
        replace(each, is_private=True) if (n := bisect_right(rows, each.line)) and closed[n - 1] else each
        for each in members
    )


def along(node: Node, path: Iterable[str]) -> list[Node]:
    """The parts of `node` along `path`: at each step all with that field name, or else of that type."""
    found = [node]
    for step in path:
        found = list(chain.from_iterable(_parts(each, step) for each in found))[:MOST_MEMBERS]
    return found


def part(node: Node, *names: str) -> Node | None:
    """The first part of `node` with a field name, or else of a type, among `names`."""
    return next((found for name in names for found in _parts(node, name)), None)


def _parts(node: Node, name: str) -> list[Node]:
    by_field = node.children_by_field_name(name)
    return by_field or [child for child in node.named_children if child.type == name]


def field_text(reading: OutlineReading, node: Node, name: str = "name") -> str:
    """The text of a field or of the first part of a type; empty where there is none."""
    found = part(node, name)
    return "" if found is None else plain(reading.text(found))


def plain(name: str) -> str:
    """`name` without the signs that some languages set before it."""
    return name.lstrip("$:@&*").strip("'\"`")


_LISTS = frozenset({"type_list", "delegation_specifier", "base_list", "list"})
_NAME = re.compile(r"[\\:&*(\s]*(?P<name>[^\W\d]\w*(?:\s*(?:::|\.|\\)\s*[^\W\d]\w*)*)")
_NO_BASES = frozenset({"access_specifier", "lifetime", "argument_list", "value_arguments", "virtual"})


def base_names(reading: OutlineReading, node: Node, holders: frozenset[str]) -> Iterator[str]:
    """The last part of each name that `node`'s parts of the types `holders` list."""
    if not holders:
        return
    waiting = [child for child in reversed(node.named_children) if child.type in holders]
    while waiting:
        child = waiting.pop()
        if child.type in holders or child.type in _LISTS:
            waiting.extend(reversed(child.named_children[:MOST_MEMBERS]))
        elif child.type not in _NO_BASES and (name := last_part(reading.text(child))):
            yield name


def last_part(path: str) -> str:
    """The last part of the dotted name that `path` starts with, whatever the dots look like."""
    match = _NAME.match(path)
    return re.split(r"::|\.|\\", match["name"])[-1].strip() if match else ""
