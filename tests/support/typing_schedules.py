"""Random schedules of a user who types while edits stream in, each made from one number.

It knows neither editors nor servers.
"""

from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.support.editor_habits import LATE_S, Fate

Action = Literal[
    "type",
    "type at edge",
    "type a burst",
    "type code",
    "repeat a line",
    "delete",
    "delete a line",
    "undo",
    "paste",
    "format",
    "format blanks",
    "organise",
    "change a word",
    "stream",
    "stream all",
    "cancel",
    "reload",
    "reopen",
    "redo",
    "accept",
    "accept a hunk",
    "reject",
    "reject a hunk",
]


Verdict = Literal["accept", "reject"]


@dataclass(frozen=True)
class Step:
    action: Action
    after_s: float
    where: int
    """Picks a document, a place, a region, a length: taken modulo what there is."""


@dataclass(frozen=True)
class Layout:
    """A document. `outside` has one more text than there are `regions`, `targets` one new text for each."""

    outside: tuple[str, ...]
    regions: tuple[str, ...]
    targets: tuple[str, ...]
    line_end: str = "\n"

    @property
    def texts(self) -> tuple[str, ...]:
        """The document in its parts: outside, region, outside ..."""
        parts = [self.outside[0]]
        for region, after in zip(self.regions, self.outside[1:], strict=True):
            parts += [region, after]
        return tuple(parts)


@dataclass(frozen=True)
class Schedule:
    """All that happens, and how long messages take; `fates` are what becomes of one edit after the other, and
    `pauses_s` how late that is.

    `verdict` is on what is undecided in the end; without one, no edit waits for any.
    """

    documents: tuple[Layout, ...]
    steps: tuple[Step, ...]
    chunk_lines: int = 1
    latencies_s: tuple[float, ...] = (0.0,)
    fates: tuple[Fate, ...] = ("do",)
    pauses_s: tuple[float, ...] = (LATE_S,)
    verdict: Verdict | None = None


PLAIN = ("a", "b", "aa b", "", "}")
FOREIGN = ("é", "🎉 = 1", "a\u2028b", "", "}", "\tü")
CODE = (
    "def total(values):",
    "    result = 0",
    "    for value in values:",
    "        result += value",
    "    return result",
    "",
    "}",
)
ACTIONS: tuple[Action, ...] = (
    *("type", "type", "type at edge", "type at edge", "type a burst", "type code", "repeat a line"),
    *("delete", "delete a line", "undo", "paste", "format", "cancel", "reload", "reopen"),
    *("stream", "stream", "stream", "stream", "stream", "stream", "stream"),
)
FORMATTERS: tuple[Action, ...] = (
    *("format blanks",) * 6,
    "organise",
    "change a word",
    "stream all",
    "stream all",
)
VERDICTS: tuple[Action, ...] = ("accept", "reject", "accept a hunk", "accept a hunk", "reject a hunk", "redo")
LAST_VERDICTS: tuple[Verdict | None, ...] = (None, None, "accept", "reject", "reject")
PAUSES_S = (0.0, 0.0, 0.01, 0.03, 0.1, 0.4)
LATENCIES_S = (0.0, 0.001, 0.02, 0.1)
LONG_S = (4.0, 6.0, 15.0, 60.0)
FATES: tuple[Fate, ...] = (
    "do",
    "do",
    "do",
    "do",
    "refuse",
    "lie",
    "do without answer",
    "answer late",
    "do late",
)


def random_schedule(random: Random, also: tuple[Action, ...] = ()) -> Schedule:
    """A schedule; most are small, for what goes wrong mostly goes wrong in small ones too.

    `also` are actions that it may hold besides those that all may.
    """
    n_documents = random.choice((1, 1, 1, 2))
    is_honest = random.random() < 0.7
    is_slow = random.random() < 0.2
    verdict = random.choice(LAST_VERDICTS)
    actions = ACTIONS + also + (VERDICTS if verdict else ())
    return Schedule(
        documents=tuple(_layout(random) for _ in range(n_documents)),
        steps=tuple(
            Step(random.choice(actions), random.choice(PAUSES_S), random.randrange(10_000))
            for _ in range(random.randrange(30))
        ),
        chunk_lines=random.randint(1, 3),
        latencies_s=tuple(
            random.choice(LATENCIES_S + LONG_S if is_slow else LATENCIES_S)
            for _ in range(random.randint(1, 4))
        ),
        fates=("do",) if is_honest else tuple(random.choice(FATES) for _ in range(random.randint(2, 8))),
        pauses_s=tuple(random.choice(LONG_S) for _ in range(3)),
        verdict=verdict,
    )


def _layout(random: Random) -> Layout:
    n_regions = random.choice((1, 1, 1, 2, 2, 3, 4))
    lines = random.choice((PLAIN, PLAIN, FOREIGN, CODE))
    line_end = random.choice(("\n", "\n", "\r\n"))
    # Now and then hundreds of lines.
    factor = 40 if random.random() < 0.02 else 1

    def region() -> str:
        # A region ends with a line of code, as definitions do.
        texts = random.choices(lines, k=random.randrange(5 * factor))
        return line_end.join([*texts, random.choice((lines[0], "}"))])

    def between() -> str:
        texts = random.choices((lines[0], "c", "", "}"), k=random.randrange(5 * factor))
        return line_end.join(["", *texts, ""])

    return Layout(
        outside=tuple(between() for _ in range(n_regions + 1)),
        regions=tuple("" if random.random() < 0.2 else region() for _ in range(n_regions)),
        targets=tuple(region() for _ in range(n_regions)),
        line_end=line_end,
    )
