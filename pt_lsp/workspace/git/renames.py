"""Tells a renamed file from one that is gone and one that has come.

Pure: git itself would read the working tree for it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pt_lsp.workspace.git.file_change import FileChange
from pt_lsp.workspace.git.index import Difference

_LEAST_SHARED = 0.5
"""Of the longer text's characters, in equal lines: what git takes for a rename, too."""
_MOST_FILES = 60
"""Gone, or come: each is compared with each. With more of them, only equal contents are found."""


def renames_of_equal(differences: Iterable[Difference]) -> list[Difference]:
    """The same, in order of the paths, with one rename for a path gone and one come of equal contents."""
    listed = sorted(differences, key=lambda each: each.path)
    gone: defaultdict[str, list[Difference]] = defaultdict(list)
    for each in listed:
        if each.old is not None and each.new is None:
            gone[each.old.name].append(each)
    renamed: dict[str, Difference] = {}
    for each in listed:
        if each.old is None and each.new is not None and (before := gone[each.new.name]):
            source = before.pop(0)
            renamed[each.path] = replace(each, old=source.old, old_path=source.path)
    sources = {each.old_path for each in renamed.values()}
    return [renamed.get(each.path, each) for each in listed if each.path not in sources or each.old is None]


def renames_of_similar(changes: Iterable[FileChange]) -> list[FileChange]:
    """The same, with one rename for a file gone and one come that share most of their text."""
    listed = list(changes)
    gone = [each for each in listed if each.kind == "deleted" and each.old]
    come = [each for each in listed if each.kind == "added" and each.new]
    if len(gone) > _MOST_FILES or len(come) > _MOST_FILES:
        return listed
    lines = {id(each): Counter((each.old or each.new or "").splitlines()) for each in (*gone, *come)}
    pairs = [
        (share, old, new)
        for old in gone
        for new in come
        if (share := _shared(lines[id(old)], lines[id(new)])) >= _LEAST_SHARED
    ]
    renamed: dict[str, FileChange] = {}
    sources: set[str] = set()
    for _, old, new in sorted(pairs, key=lambda pair: (-pair[0], pair[1].path, pair[2].path)):
        if old.path not in sources and new.path not in renamed:
            sources.add(old.path)
            renamed[new.path] = replace(new, kind="renamed", old=old.old, old_path=old.path)
    return [renamed.get(each.path, each) for each in listed if each.path not in sources]


def _shared(old: "Counter[str]", new: "Counter[str]") -> float:
    n_old, n_new, n_shared = _length(old), _length(new), _length(old & new)
    return n_shared / max(n_old, n_new, 1)


def _length(lines: "Counter[str]") -> int:
    return sum((len(line.strip()) + 1) * count for line, count in lines.items())
