"""Figures side by side, and what was aimed at. Refuses to measure anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.support.copilot_record import CopilotFigures
from tests.support.replay_figures import Figures, Kind

OURS = "this engine"
PER_KEY = "per key"
DEBOUNCE = "debounce"
CACHE = "deb.+cache"
KEEP_ALL = "keep all"
PLAIN = (PER_KEY, DEBOUNCE, CACHE)

_ROWS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("right line on screen, % of keys", lambda f: _percent(f.right_share)),
    ("of what is on screen right, %", lambda f: _percent(f.precision)),
    ("anything on screen, % of keys", lambda f: _percent(f.n_on_screen / max(f.n_keys, 1))),
    ("requests / 100 keys", lambda f: f"{f.requests_per_100:.1f}"),
    ("prompt tokens / 100 keys", lambda f: f"{_per_100(f, f.n_prompt_tokens):,.0f}"),
    ("repeated beginning, % of those", lambda f: _percent(f.repeated_share)),
    ("the same in one place, %", lambda f: _percent(f.repeated_share_in_place)),
    ("billed tokens / key with right line", lambda f: f"{f.billed_per_right:,.0f}"),
    ("characters saved / 100 keys", lambda f: f"{_per_100(f, f.n_saved_characters):.0f}"),
    ("streamed tokens / 100 keys", lambda f: f"{_per_100(f, f.n_streamed):.0f}"),
    ("of those never shown", lambda f: f"{_per_100(f, f.n_wasted):.0f}"),
    ("key to suggestion: cache, ms", lambda f: _time(f, "cache")),
    ("key to suggestion: running stream, ms", lambda f: _time(f, "running stream")),
    ("key to suggestion: new request, ms", lambda f: _time(f, "new request")),
    ("wrong insertions from misbehaviour", lambda f: str(len(f.wrong))),
    ("items that VS Code would not show", lambda f: str(f.n_dropped)),
)
_SAVED = 8
_WIDTH = 37
_COLUMN = 13


@dataclass(frozen=True, slots=True)
class Ceilings:
    n_keys: int = 0
    n_possible: int = 0
    """Keys at which the right line could be there, with this model's luck."""
    n_possible_always_right: int = 0

    def plus(self, other: "Ceilings") -> "Ceilings":
        return Ceilings(
            self.n_keys + other.n_keys,
            self.n_possible + other.n_possible,
            self.n_possible_always_right + other.n_possible_always_right,
        )


def print_table(title: str, columns: Mapping[str, Figures], ceilings: Ceilings) -> None:
    n_keys = ceilings.n_keys
    print(f"\n{title}: {n_keys} keys")
    print(" " * _WIDTH + "".join(f"{name:>{_COLUMN}}" for name in columns))
    for label, show in _ROWS:
        print(f"{label:{_WIDTH}}" + "".join(f"{show(figures):>{_COLUMN}}" for figures in columns.values()))
    possible = _percent(ceilings.n_possible / n_keys)
    perfect = _percent(ceilings.n_possible_always_right / n_keys)
    print(f"no policy at this latency could have the right line on screen at more than {possible} % of keys")
    print(f"(with a model that is always right: {perfect} %)")


def print_copilot(copilot: CopilotFigures, ours: Figures) -> None:
    n = copilot.n_keys
    print("\nGitHub Copilot on the same keys, as recorded (its own model, network, pauses), and this engine:")
    theirs = Figures(
        n_keys=n,
        n_on_screen=copilot.n_on_screen,
        n_right=copilot.n_right,
        n_saved_characters=copilot.n_saved_characters,
    )
    for label, show in _ROWS[:3] + _ROWS[_SAVED : _SAVED + 1]:
        print(f"{label:{_WIDTH}}{show(theirs):>{_COLUMN}}{show(ours):>{_COLUMN}}")
    print(
        f"It fetched {100 * copilot.n_fetches / n:.0f} times per 100 keys; {copilot.n_cancelled} of "
        f"{copilot.n_fetches} were cancelled, {copilot.n_accepted} suggestions accepted. Suggestions came at "
        f"once {copilot.n_at_once} times\n({copilot.at_once_ms:.0f} ms from the fetch), else in "
        f"{copilot.later_ms:.0f} ms (medians). What it sent to a model is not recorded. The person typed "
        "with its\nsuggestions in sight and took some of them, so what is right here leans to Copilot."
    )


@dataclass(frozen=True, slots=True)
class Aim:
    what: str
    is_met: bool
    figure: str


def aims_of(total: Mapping[str, Figures], reuse_ms: tuple[float, float] | None) -> list[Aim]:
    ours, keep_all = total[OURS], total[KEEP_ALL]
    share = ours.right_share / keep_all.right_share
    best_plain = max(total[name].precision for name in PLAIN)
    billed = ours.billed_per_right / total[DEBOUNCE].billed_per_right
    repeated = ours.repeated_share_in_place
    aims = [
        Aim("right on screen at least 80 % of keep all's", share >= 0.8, f"{_percent(share)} %"),
        Aim(
            "at most 22 requests per 100 changes", ours.requests_per_100 <= 22, f"{ours.requests_per_100:.1f}"
        ),
        Aim(
            "a larger share right than under any plain policy",
            ours.precision > best_plain,
            f"{_percent(ours.precision)} % to {_percent(best_plain)} %",
        ),
        Aim("billed per right key at most half of debounce's", billed <= 0.5, f"{_percent(billed)} %"),
        Aim("at least 90 % repeated beginning in one place", repeated >= 0.9, f"{_percent(repeated)} %"),
        Aim("no wrong insertion from misbehaviour", not ours.wrong, str(len(ours.wrong))),
    ]
    if reuse_ms is not None:
        empty, reused = reuse_ms
        figure = f"{reused:.2f} ms to {empty:.2f} ms"
        aims.append(Aim("reuse within 1 ms of an empty request", reused - empty <= 1, figure))
    return aims


def print_aims(aims: list[Aim]) -> None:
    print("\nAims, over all sessions:")
    for aim in aims:
        print(f"  {'met   ' if aim.is_met else 'MISSED'}  {aim.what:50} {aim.figure}")


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _per_100(figures: Figures, n: float) -> float:
    return 100 * n / max(figures.n_keys, 1)


def _time(figures: Figures, kind: Kind) -> str:
    median = figures.median_ms(kind)
    return "-" if median is None else f"{median:.0f} x{len(figures.times_s[kind])}"
