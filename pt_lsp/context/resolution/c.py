"""C and C++: files that are included, and the header that belongs to a source.

Refuses to know a compiler's search path: what is not beside the file is found by the end of its path.
"""

import re
from collections.abc import Iterator

from pt_lsp.context.resolution.file_tree import FileTree, nearest
from pt_lsp.context.resolution.paths import join, split, stem_of
from pt_lsp.context.resolution.resolved import Resolved
from pt_lsp.syntax.outline import ALL, Import

_HEADERS = ("h", "hpp", "hh", "hxx", "h++", "inl", "ipp")
_SOURCES = ("c", "cc", "cpp", "cxx", "c++", "m", "mm")
_STANDARD = re.compile(
    r"(?:assert|complex|ctype|dirent|dlfcn|errno|fcntl|fenv|float|inttypes|iso646|limits|locale|math|pthread"
    r"|sched|semaphore|setjmp|signal|std\w+|string|tgmath|threads|time|uchar|unistd|wchar|wctype|windows)\.h"
)
"""Headers that a system has; a file of the same name far away is not meant."""


def resolve(tree: FileTree, importing: str, imported: Import) -> Iterator[Resolved]:
    """The included file: relative to the including one, else the nearest whose path ends so."""
    found = join(split(importing)[0], imported.module)
    if not found or found not in tree:
        tail = join("", imported.module.lstrip("./")) or ""
        is_standard = _STANDARD.fullmatch(imported.module) is not None
        found = None if is_standard else nearest(tree.with_tail(tail), importing)
    if found and found != importing:
        yield Resolved(found, (ALL,), "")


def counterpart(tree: FileTree, path: str) -> str | None:
    """The header of a source, the source of a header: beside it, else the nearest that is called alike."""
    folder, name = split(path)
    stem, ending = stem_of(path), name.rpartition(".")[2].lower()
    if not stem or ending not in _HEADERS + _SOURCES:
        return None
    endings = _SOURCES if ending in _HEADERS else _HEADERS
    names = tree.names_in(folder)
    for each in endings:
        if f"{stem}.{each}" in names:
            return f"{folder}{stem}.{each}"
    return nearest([found for each in endings for found in tree.with_tail(f"{stem}.{each}")], path)
