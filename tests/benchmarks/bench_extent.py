"""Whether the phrase that says how much to write names what really stood there.

`python -m tests.benchmarks.bench_extent [--misses N]`: the completion cases and the context cases of
`../shared/data`, and cuts made here of the files that the context cases come from. What kind the truth is
tells its text and the file as it was, by lines, indentation and brackets counted here. Beside it what today's
four extents say by themselves: `line` is a line, `statement` a line and what it opens, `paragraph` some
lines, `block` a block. Then how often the phrase changes while one types.
"""

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from pt_lsp.features.inline_completion.postprocess.item_extent import Wanted, wanted_at
from pt_lsp.features.inline_completion.wording import words_for
from pt_lsp.replies.insertion_point import InsertionPoint
from tests.support.shared_data import shared_data

CUTS_OF_A_LANGUAGE = 240
MOST_BEFORE, MOST_AFTER = 12_000, 1_000
KINDS = ("line", "header", "statement", "block")
"""Part of a line or one line; a line whose body follows; one statement over lines; more than that."""

CLOSERS = re.compile(r"\s*(?:[)\]}]|end\b|fi\b|done\b|esac\b|</|\*/|\"{3}|'{3})")
GOES_ON = re.compile(r"\s*(?:[)\]}]|else|elif|elsif|except|rescue|finally|ensure|catch|when|end\b)")


@dataclass(frozen=True)
class Case:
    """A cut with what stood there."""

    name: str
    source: str
    language_id: str
    prefix: str
    suffix: str
    truth: str

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What the truth is, by itself; what fills its block to the end is a block besides."""
        line = self.prefix.rpartition("\n")[2]
        lines = (line + self.truth + self.suffix.partition("\n")[0]).split("\n")
        own = width(lines[0])
        following = next((text for text in self.suffix.split("\n")[1:] if text.strip()), "")
        is_behind = bool(line.strip())
        if len(lines) == 1:
            if self.suffix.partition("\n")[0].strip():
                return frozenset({"line"})
            if width(following) > own or following.strip() == "{":
                return frozenset({"header"})
            kinds = {"line"}
        else:
            inner = [text for text in lines[1:] if text.strip()]
            is_one = all(width(text) > own or GOES_ON.match(text) for text in inner)
            kinds = {"statement" if is_one else "block"}
        if not is_behind and (not following or width(following) < own or CLOSERS.match(following)):
            kinds.add("block")
        return frozenset(kinds)

    @property
    def kind(self) -> str:
        """The row of the table: the first of what it is, a block if it fills one from its first line on."""
        line = self.prefix.rpartition("\n")[2]
        above = next((text for text in reversed(self.prefix.split("\n")[:-1]) if text.strip()), "")
        if "block" in self.kinds and width(above) < width(line + self.truth):
            return "block"
        return next(kind for kind in KINDS if kind in self.kinds)


NAMES: dict[str, frozenset[str]] = {
    "rest of line": frozenset({"line"}),
    "before rest": frozenset({"line"}),
    "rest of statement": frozenset({"line", "statement"}),
    "header": frozenset({"header"}),
    "header line": frozenset({"header"}),
    "header and body": frozenset({"statement"}),
    "end of block": frozenset({"block"}),
    "body": frozenset({"block"}),
}
"""What a part's phrase reads as; a statement may be one line."""


def named_now(wanted: Wanted, _: Case) -> frozenset[str]:
    """What the phrase asks for: one line or one entry, which may go over lines where it has brackets."""
    if wanted.part == "missing line":
        return frozenset({"line"} if wanted.around.holds == "statements" else {"line", "statement"})
    if wanted.part == "missing definition":
        return frozenset({"line", "statement"})
    if wanted.part == "end of block" and wanted.around.holds not in ("statements", "value"):
        return frozenset({"line", "statement"})
    if wanted.part == "end of block" and not wanted.around.opener:
        return frozenset({"line", "statement"})
    if wanted.part == "words":
        return frozenset({"line"} if wanted.extent == "line" or wanted.follows else {"block"})
    return NAMES[wanted.part]


def named_before(wanted: Wanted, case: Case) -> frozenset[str]:
    """What the four phrases said that went by the extent alone."""
    extent = "line" if wanted.extent == "header" else wanted.extent
    if extent == "paragraph":
        return frozenset({"block", "statement"} if "\n" in case.truth else ())
    return {
        "line": frozenset({"line"}),
        "statement": frozenset({"statement"}),
        "block": frozenset({"block"}),
    }[extent]


def width(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def cases() -> Iterator[Case]:
    """Those that lie with the data, then the cuts."""
    for row in _rows("completion_cases/dev.jsonl.gz"):
        yield _case(row, "completion")
    for split in ("dev", "more_dev"):
        for row in _rows(f"context_cases/{split}/cases.jsonl.gz"):
            yield _case(row, "context")
    files: dict[str, list[tuple[str, str]]] = defaultdict(list)
    language_of: dict[str, str] = {row["repo"]: row["language"] for row in _all_context_rows()}
    for split in ("dev", "more_dev"):
        for row in _rows(f"context_cases/{split}/repos.jsonl.gz"):
            for path, text in row["files"].items():
                files[language_of[row["repo"]]].append((path, text))
    for language_id, known in sorted(files.items()):
        yield from _cuts(language_id, sorted(known))


def _all_context_rows() -> Iterator[dict[str, Any]]:
    for split in ("dev", "more_dev"):
        yield from _rows(f"context_cases/{split}/cases.jsonl.gz")


def _cuts(language_id: str, files: list[tuple[str, str]]) -> Iterator[Case]:
    """Lines, headers, headers with bodies, bodies; taken out whole or from a place within the first line."""
    rng = random.Random(language_id)
    n = 0
    while n < CUTS_OF_A_LANGUAGE:
        path, text = rng.choice(files)
        lines = text.replace("\r\n", "\n").split("\n")
        at = rng.randrange(len(lines))
        if not lines[at].strip() or GOES_ON.match(lines[at]):
            continue
        end = _end_of(lines, at)
        first, last = rng.choice(_ranges(lines, at, end))
        start = width_in_characters(lines[first])
        if first == at and rng.random() < 0.5 and (inside := _inside(lines[first], rng)):
            start = inside
        before = "".join(f"{line}\n" for line in lines[:first]) + lines[first][:start]
        truth = "\n".join([lines[first][start:], *lines[first + 1 : last + 1]])
        n += 1
        after = "".join(f"\n{line}" for line in lines[last + 1 :])
        yield Case(f"{path}:{first + 1}", "cut", language_id, before, after, truth)


def _ranges(lines: list[str], at: int, end: int) -> list[tuple[int, int]]:
    """The line alone; with what is deeper below it; what is deeper alone."""
    if end == at:
        return [(at, at)]
    ranges = [(at, at), (at, end)]
    inner = [n for n in range(at + 1, end + 1) if lines[n].strip()]
    if CLOSERS.match(lines[inner[-1]]) and width(lines[inner[-1]]) == width(lines[at]):
        inner.pop()
    is_plain = inner and not any(
        GOES_ON.match(lines[n]) and width(lines[n]) == width(lines[at]) for n in inner
    )
    return [*ranges, (inner[0], inner[-1])] if is_plain else ranges


def _end_of(lines: list[str], at: int) -> int:
    """The last line of what the line opens: itself where nothing deeper follows."""
    own, end = width(lines[at]), at
    for n in range(at + 1, len(lines)):
        if not lines[n].strip():
            continue
        if width(lines[n]) > own or (width(lines[n]) == own and end > at and GOES_ON.match(lines[n])):
            end = n
        else:
            break
    return end


def _inside(line: str, rng: random.Random) -> int | None:
    """A place at which a word of the line begins, its first one left out."""
    starts = [found.start() for found in re.finditer(r"(?<=[\s(.=])\w", line.strip())]
    blanks = width_in_characters(line)
    return blanks + rng.choice(starts) if starts else None


def width_in_characters(line: str) -> int:
    return len(line) - len(line.lstrip())


def _case(row: dict[str, Any], source: str) -> Case:
    prefix, suffix = row["prefix"], row["suffix"]
    return Case(row["id"], source, row["language"], prefix, suffix, row["ground_truth"])


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(shared_data() / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def wanted_of(case: Case) -> Wanted:
    prefix = case.prefix[-MOST_BEFORE:]
    if len(prefix) < len(case.prefix):
        prefix = prefix.partition("\n")[2]
    suffix = case.suffix[:MOST_AFTER]
    if len(suffix) < len(case.suffix) and "\n" in suffix:
        suffix = suffix[: suffix.rindex("\n")]
    return wanted_at(InsertionPoint(prefix, suffix, case.language_id), "auto")


Names = Callable[[Wanted, Case], frozenset[str]]
Found = list[tuple[Case, Wanted]]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--misses", type=int, default=0)
    chosen = arguments.parse_args()
    found = [(case, wanted_of(case)) for case in cases()]
    for sources in (("completion", "context"), ("cut",)):
        some = [(case, wanted) for case, wanted in found if case.source in sources]
        print(f"\n{' and '.join(sources)} cases: {len(some)}; share that is named, before / now")
        print(_table(some))
    print(f"\nphrase changes in 100 keys of a truth's first line: {_changes(found):.1f}")
    misses = [
        (case, wanted)
        for case, wanted in found
        if case.source != "cut" and not named_now(wanted, case) & case.kinds
    ]
    for case, wanted in random.Random(1).sample(misses, min(chosen.misses, len(misses))):
        above = "\n".join(case.prefix.split("\n")[-4:])
        below = "\n".join(case.suffix.split("\n")[:3])
        print(f"\n== {case.name} {case.language_id} {case.source}: {sorted(case.kinds)}, not {wanted.part}")
        print(f"{above}[[{case.truth}]]{below}")


def _changes(found: Found) -> float:
    """How often the next key makes the phrase another one, where the data's cases are typed."""
    n_keys = n_changes = 0
    for case, _ in found:
        if case.source == "cut":
            continue
        typed = case.truth.partition("\n")[0]
        phrases = [
            words_for(wanted_of(replace(case, prefix=case.prefix + typed[:n], truth=typed[n:])))
            for n in range(len(typed))
        ]
        n_keys += len(phrases)
        n_changes += sum(one != other for one, other in pairwise(phrases))
    return 100 * n_changes / max(n_keys, 1)


def _table(found: Found) -> str:
    languages = sorted({case.language_id for case, _ in found})
    rows = [f"{'':11}" + "".join(f"{language:>19}" for language in (*languages, "all"))]
    for kind in (*KINDS, "all"):
        of_kind = [(case, wanted) for case, wanted in found if kind in (case.kind, "all")]
        cells = [_cell([pair for pair in of_kind if pair[0].language_id == name]) for name in languages]
        rows.append(f"{kind:11}" + "".join((*cells, _cell(of_kind))))
    return "\n".join(rows)


def _cell(found: Found) -> str:
    if not found:
        return f"{'-':>19}"
    before, now = (
        sum(bool(names(wanted, case) & case.kinds) for case, wanted in found) / len(found)
        for names in (named_before, named_now)
    )
    return f"{before:.2f} / {now:.2f} ({len(found)})".rjust(19)


if __name__ == "__main__":
    main()
