"""Where a repository puts its tests: rules read off pairs of a source's folder and its test's.

A rule replaces some parts of the source's folder by others: `src/app` by `tests`, nothing by `__tests__`.
Rules compete by how often they are right near the source. Refuses to know what files are called.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pt_lsp.context.test_places.tree import Folder, n_common

Anchor = Literal["end", "package", "depth", "anywhere"]
"""Where what a rule replaces is: last of all, so many parts below the package or the top, or anywhere."""


class Borrowed(NamedTuple):
    """A part of the test's folder that is made of one of the source's."""

    at: int
    """Among the parts that are replaced."""
    before: str
    after: str


class Rule(NamedTuple):
    """One way from a source's folder to its test's."""

    anchor: Anchor
    depth: int
    taken: tuple[str | None, ...]
    """The parts that are replaced; None stands for any."""
    given: tuple[str | Borrowed, ...]
    added: Folder = ()
    """What comes after all other parts."""
    is_flat: bool = False
    """Whether what follows the replaced parts is dropped."""


class Placing(NamedTuple):
    """Where the test of one source is."""

    source: Folder
    package: Folder
    test: Folder


class Proposal(NamedTuple):
    """A folder for tests, and the rule that leads there."""

    likelihood: float
    folder: Folder
    rule: Rule


_MOST_RULES = 120
_DOUBT = 0.4
"""How many sources as near as the nearest speak against a rule before it has proved itself."""
_ORDER: tuple[Anchor, ...] = ("end", "package", "depth", "anywhere")


class Placement:
    """What the examples of one language come to."""

    def __init__(self, examples: Iterable[Placing]) -> None:
        counts = Counter(examples)
        found: Counter[Rule] = Counter()
        for example, n_times in counts.items():
            for rule in set(_read(example)):
                found[rule] += n_times
        self._rules = [rule for rule, _ in sorted(found.most_common(_MOST_RULES), key=_simplest_first)]
        self._folders = list({example.source: None for example in counts})
        self._records = [self._record(rule, counts) for rule in self._rules]

    def places(self, source: Folder, package: Folder) -> list[Proposal]:
        """Folders for the tests of a source's folder, the likeliest first."""
        weights = {folder: nearness(folder, source) for folder in self._folders}
        doubt = _DOUBT * max(weights.values(), default=1.0)
        best: dict[Folder, Proposal] = {}
        for rule, record in zip(self._rules, self._records, strict=True):
            applied = apply(rule, source, package)
            if applied is not None:
                right = sum(weights[folder] * n_right for folder, (n_right, _) in record.items())
                all_of_it = sum(weights[folder] * n_all for folder, (_, n_all) in record.items())
                score = right / (all_of_it + doubt)
                if applied not in best or score > best[applied].likelihood:
                    best[applied] = Proposal(score, applied, rule)
        return sorted(best.values(), key=lambda proposal: -proposal.likelihood)

    def _record(self, rule: Rule, counts: Counter[Placing]) -> dict[Folder, tuple[int, int]]:
        """How often a rule was right, and how often it said something, by the sources' folders."""
        record: dict[Folder, tuple[int, int]] = {}
        for example, n_times in counts.items():
            applied = apply(rule, example.source, example.package)
            if applied is not None:
                right, all_of_it = record.get(example.source, (0, 0))
                record[example.source] = right + n_times * (applied == example.test), all_of_it + n_times
        return record


def apply(rule: Rule, source: Folder, package: Folder) -> Folder | None:
    """The folder that a rule leads to; None where it says nothing of the source."""
    at = _start(rule, source, package)
    if at is None or at < 0:
        return None
    end = at + len(rule.taken)
    parts = source[at:end]
    if len(parts) < len(rule.taken) or not _fits(rule.taken, parts):
        return None
    given = tuple(
        [
            part if isinstance(part, str) else f"{part.before}{parts[part.at]}{part.after}"
            for part in rule.given
        ]
    )
    return source[:at] + given + (() if rule.is_flat else source[end:]) + rule.added


def _start(rule: Rule, source: Folder, package: Folder) -> int | None:
    match rule.anchor:
        case "end":
            return len(source) - len(rule.taken)
        case "package":
            return len(package) + rule.depth
        case "depth":
            return rule.depth
    length = len(rule.taken)
    starts = range(len(source) - length, -1, -1)
    return next((at for at in starts if _fits(rule.taken, source[at : at + length])), None)


def _fits(taken: Sequence[str | None], parts: Folder) -> bool:
    if None not in taken:
        return taken == parts
    return all(ours is None or ours == theirs for ours, theirs in zip(taken, parts, strict=True))


def _read(example: Placing) -> Iterator[Rule]:
    """All rules that lead from the source to the test."""
    source, package, test = example
    n_head = n_common(source, test)
    ours, theirs = source[n_head:], test[n_head:]
    n_tail, at = _longest_tail_within(ours, theirs)
    taken, given, added = ours[: len(ours) - n_tail], theirs[:at], theirs[at + n_tail :]
    for each_taken, each_given in ((taken, given), *_borrowing(taken, given)):
        yield Rule("depth", n_head, each_taken, each_given, added)
        if n_head >= len(package):
            yield Rule("package", n_head - len(package), each_taken, each_given, added)
        if n_tail == 0:
            yield Rule("end", 0, each_taken, each_given, added)
        if taken:
            yield Rule("anywhere", 0, each_taken, each_given, added)
    if n_tail == 0:
        yield Rule("depth", n_head, (), given + added, is_flat=True)
        if n_head >= len(package):
            yield Rule("package", n_head - len(package), (), given + added, is_flat=True)


def _longest_tail_within(ours: Folder, theirs: Folder) -> tuple[int, int]:
    """How many of our last parts stand together in the others, and where there, rather last."""
    for length in range(min(len(ours), len(theirs)), 0, -1):
        tail = ours[len(ours) - length :]
        for at in range(len(theirs) - length, -1, -1):
            if theirs[at : at + length] == tail:
                return length, at
    return 0, len(theirs)


def _borrowing(
    taken: Folder, given: Folder
) -> Iterator[tuple[tuple[str | None, ...], tuple[str | Borrowed, ...]]]:
    """The same with the names of projects left open that are in both: `Acme` and `Acme.Tests`."""
    open_parts: dict[int, None] = {}
    borrowed: list[str | Borrowed] = []
    for part in given:
        at = next((at for at, name in enumerate(taken) if _is_made_of(part, name)), None)
        if at is None:
            borrowed.append(part)
            continue
        open_parts[at] = None
        before, _, after = part.partition(taken[at])
        borrowed.append(Borrowed(at, before, after))
    if open_parts:
        yield tuple(None if at in open_parts else name for at, name in enumerate(taken)), tuple(borrowed)


def _is_made_of(part: str, name: str) -> bool:
    before, found, after = part.partition(name)
    return bool(found) and not before[-1:].isalnum() and not after[:1].islower() and not after[:1].isdigit()


def _simplest_first(found: tuple[Rule, int]) -> tuple[bool, int, int]:
    rule, _ = found
    return rule.is_flat, _ORDER.index(rule.anchor), sum(isinstance(part, str) for part in rule.given)


def nearness(left: Folder, right: Folder) -> float:
    """1 in the same folder, a third of it with each step away: a few here outweigh many elsewhere."""
    return 3.0 ** -(len(left) + len(right) - 2 * n_common(left, right))
