"""What an import was resolved to."""

from dataclasses import dataclass

from pt_lsp.syntax.outline import ImportedName


@dataclass(frozen=True, slots=True)
class Resolved:
    """A file that an import means.

    `names`: what is taken from it, `*` for all that it offers; empty when it is used by the module's name.
    `alias`: what the module is called in the importing file, dots included (`import a.b` is called `a.b`); ""
    when it is not called anything.
    """

    path: str
    names: tuple[ImportedName, ...]
    alias: str
