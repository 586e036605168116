"""Lines at an answer's ends that stand next to its region already, because they close or open what is cut.

Pure. Tells which shorter answers leave open and closed what the region did; refuses to decide whether one of
them is meant.
"""

from collections.abc import Iterator, Sequence

from pt_lsp.replies.brackets import CLOSERS, balance
from pt_lsp.replies.region_echo import indent_of, solid_lines

_MOST = 4
"""Lines at an end."""
_CLOSING = frozenset(CLOSERS + ",; \t")
_END_WORDS = frozenset({"end", "fi", "done", "esac"})


def without_first_lines(lines: Sequence[str], before: str, old: str) -> Iterator[list[str]]:
    """The lines without first ones that stand before `old`, the region's text; longest first."""
    solid, above, wanted = _places(lines), solid_lines(before)[-_MOST:], balance(old)
    for n_dropped in range(1, min(_MOST, len(solid) - 1) + 1):
        kept = list(lines[solid[n_dropped] :])
        dropped = [lines[at].rstrip() for at in solid[:n_dropped]]
        if dropped == above[-n_dropped:] and balance("\n".join(kept)) == wanted:
            yield kept


def without_last_lines(lines: Sequence[str], old: str, after: str) -> Iterator[list[str]]:
    """The lines without last ones that stand after `old`, or close what it leaves open; longest first."""
    solid, below, wanted = _places(lines), solid_lines(after)[:_MOST], balance(old)
    for n_dropped in range(1, min(_MOST, len(solid) - 1) + 1):
        kept = list(lines[: solid[-n_dropped]])
        dropped = [lines[at].rstrip() for at in solid[-n_dropped:]]
        is_closing = wanted.opened != "" and all(map(_CLOSING.issuperset, dropped))
        if (dropped == below[:n_dropped] or is_closing) and balance("\n".join(kept)) == wanted:
            yield kept


def ends_twice(lines: Sequence[str], old: str, after: str) -> bool:
    """Whether the last line is the word that ends a block, as is the one below at the same indentation."""
    last, below, inner = solid_lines("\n".join(lines))[-1:], solid_lines(after)[:1], solid_lines(old)[-1:]
    is_end = last == below and bool(last) and last[0].strip() in _END_WORDS
    return is_end and bool(inner) and indent_of(inner[0]) > indent_of(last[0])


def _places(lines: Sequence[str]) -> list[int]:
    return [index for index, line in enumerate(lines) if line.strip()]
