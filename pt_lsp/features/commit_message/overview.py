"""What a prompt shows of many changes: a list of all files with counts, then of each what tells most.

Pure. Everything has its share of the characters there are, so that no file hides the others.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pt_lsp.documents.visibility import visible_line, visible_text
from pt_lsp.features.commit_message.file_diff import FileDiff

_LIST_SHARE = 0.35
"""Of all characters at most."""
_LEAST_OF_A_FILE = 400
"""Less than that of a file says nothing: then fewer files are shown."""
_MOST_FOLDERS = 8
_SECONDARY = ("test", "spec", "doc", "example", "fixture", "changelog", "snapshot")
"""What names of such words hold follows from what else has changed."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The two parts, and which files' texts the second one is made of."""

    files: str
    diff: str
    shown: tuple[FileDiff, ...]


def overview(diffs: Sequence[FileDiff], n_more: int, n_characters: int) -> Overview:
    """At most about so many characters of it; `n_more` files have changed that nobody has looked at."""
    ordered = sorted(diffs, key=_weight, reverse=True)
    files = _list(ordered, n_more, int(n_characters * _LIST_SHARE))
    n_left = n_characters - len(files)
    candidates = [each for each in ordered if each.parts and not each.is_named_only]
    candidates = candidates[: max(1, n_left // _LEAST_OF_A_FILE)]
    parts: dict[int, str] = {}
    for n_waiting, each in zip(
        range(len(candidates), 0, -1), sorted(candidates, key=lambda each: each.length), strict=True
    ):
        title = f"=== {_name(each)}\n"
        text = each.text(n_left // n_waiting - len(title) - 2)
        if text:
            parts[id(each)] = f"{title}{text}"
            n_left -= len(parts[id(each)]) + 1
    shown = tuple(each for each in candidates if id(each) in parts)
    return Overview(files, visible_text("\n".join(parts[id(each)] for each in shown)), shown)


def _weight(diff: FileDiff) -> tuple[bool, bool, int]:
    path = diff.change.path.lower()
    is_secondary = any(word in path for word in _SECONDARY)
    return not diff.is_named_only, not is_secondary, diff.n_added + diff.n_removed


def _list(ordered: Sequence[FileDiff], n_more: int, n_characters: int) -> str:
    lines: list[str] = []
    left: list[FileDiff] = []
    for each in ordered:
        line = _line(each)
        n_characters -= len(line) + 1
        if n_characters < 0 and lines:
            left.append(each)
        else:
            lines.append(line)
    if n_others := len(left) + n_more:
        folders = Counter(each.change.path.rpartition("/")[0] or "." for each in left)
        named = (f"{n} in {visible_line(name)}" for name, n in folders.most_common(_MOST_FOLDERS))
        lines.append(f"and {n_others} more" + (f": {', '.join(named)}" if left else ""))
    return "\n".join(lines)


def _line(diff: FileDiff) -> str:
    """`modified pt_lsp/a.py (+3 -1)`."""
    change = diff.change
    kind = {"mode": "made a program, or none any more:", "conflict": "in conflict:"}.get(
        change.kind, change.kind
    )
    if change.textless:
        told = f" ({change.textless})"
    elif change.kind in {"mode", "conflict"}:
        told = ""
    else:
        told = f" (+{diff.n_added} -{diff.n_removed}{', generated' if diff.is_named_only else ''})"
    return f"{kind} {_name(diff)}{told}"


def _name(diff: FileDiff) -> str:
    change = diff.change
    old = "" if change.old_path == change.path else f"{visible_line(change.old_path)} -> "
    return f"{old}{visible_line(change.path)}"
