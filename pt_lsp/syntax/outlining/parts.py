"""What a file defines and imports, as plain values; refuses to know trees and languages."""

from dataclasses import dataclass
from typing import Literal

SymbolKind = Literal["class", "function", "value", "type", "member", "module"]


@dataclass(frozen=True, slots=True)
class Definition:
    """One name that a file gives to something, and what is worth telling about it."""

    name: str
    """Never empty; `#private` without its sign, `default` for a default export that has no name."""
    kind: SymbolKind
    """`class` also for interfaces, traits, structs, enums and impls.

    `member` for what a class or a constant object holds.
    """
    line: int
    """Counted from 0: where its text starts, decorators included."""
    last_line: int
    """Counted from 0, inclusive: where its body ends."""
    signature: str
    """Its text without the body and without indentation, decorators' first lines before it."""
    doc: str
    """The first line of its docstring or of the comment above it; empty without."""
    members: tuple["Definition", ...] = ()
    bases: tuple[str, ...] = ()
    """What it is made from, the last part of each name: `models.Model` is `Model`."""
    is_callable: bool = False
    """Read as a function, which a member may be without a bracket in its signature."""
    is_private: bool = False
    """Closed to other classes or files by something that its signature need not show."""
    told_type: str = ""
    """What the comment above it says that it gives or holds, as written; empty without."""
    owner: str = ""
    """What it is a member of, where it stands outside of that: the type of a Go method's receiver."""


@dataclass(frozen=True, slots=True)
class ImportedName:
    """What is taken from a module: `*` for all of it, `default` for its default export."""

    name: str
    alias: str
    """What it is called here."""


ALL = ImportedName("*", "*")


@dataclass(frozen=True, slots=True)
class Import:
    """One module as a file asks for it; without names the module itself is asked for."""

    module: str
    """As written, without quotes."""
    names: tuple[ImportedName, ...] = ()
    alias: str = ""
    """What the module itself is called here; empty when it goes by its own name."""
    is_reexport: bool = False
    is_mention: bool = False
    """Nothing is asked for: the name stands in the text, and the language finds it by itself."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a file defines at its top level, and all that it imports, each in the order of the text."""

    definitions: tuple[Definition, ...]
    imports: tuple[Import, ...]


EMPTY = Outline((), ())
