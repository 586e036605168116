from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.replies.region_echo import RegionEcho

BEFORE = "import os\n\n\nclass Basket:\n    size = 1\n\n"
OLD = "    def f(self):\n        return 1"
AFTER = "\n\n    def g(self):\n        return 2\n"
NEW = ["    def f(self):", "        return 10"]


def without_surroundings(lines: list[str], before: str, original: str, after: str) -> list[str]:
    surroundings = RegionEcho(before, original, after)
    lines = lines[surroundings.n_before(lines) :]
    return lines[: len(lines) - surroundings.n_after(lines)]


@pytest.mark.parametrize(
    "lines",
    [
        NEW,
        ["class Basket:", "    size = 1", "", *NEW],
        ["    size = 1", "", *NEW],
        [*NEW, "", "    def g(self):", "        return 2"],
        [*NEW, "", "    def g(self):"],
        [
            "import os",
            "",
            "",
            "class Basket:",
            "    size = 1",
            *NEW,
            "",
            "    def g(self):",
            "        return 2",
        ],
    ],
)
def test_lines_from_around_the_region_are_dropped(lines: list[str]) -> None:
    before = BEFORE.replace("size = 1", "capacity = 100")
    shown = [line.replace("size = 1", "capacity = 100") for line in lines]
    assert [line for line in without_surroundings(shown, before, OLD, AFTER) if line] == NEW


@pytest.mark.parametrize(
    "lines", [["    size = 1", *NEW], [*NEW, "    )"], ["    x = 1", *NEW], NEW[:1], [""], []]
)
def test_what_may_be_chance_or_is_new_stays(lines: list[str]) -> None:
    assert without_surroundings(lines, BEFORE, OLD, "\n    )\n") == lines


def test_the_end_of_the_block_that_the_region_is_in_is_dropped() -> None:
    lines = ["  f() {", "    return 10", "  }", "}"]
    kept = without_surroundings(lines, "class A {\n", "  f() {\n    return 1\n  }", "\n}\n")
    assert kept == lines[:-1]


def test_what_the_region_had_itself_stays() -> None:
    assert without_surroundings(
        ["@decorator_of_it", "a"], "@decorator_of_it\n", "@decorator_of_it\nb", ""
    ) == [
        "@decorator_of_it",
        "a",
    ]


POOL = [
    "",
    "import os",
    "class A:",
    "    x = 1",
    "    def f(self):",
    "        return 1",
    "}",
    "    }",
    "pass",
]
TEXTS = st.lists(st.sampled_from(POOL), max_size=8)


@example(["    x = 1"], [], ["class A:"], ["    x = 1", "class A:"])
@example(["import os"], [], ["import os", "import os"], ["import os"] * 3)
@example(["pass", "import os"], [], ["import os", "class A:"], ["pass", "import os", "class A:"])
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_is_left_is_a_part_of_the_lines_in_one_piece(
    before: list[str], old: list[str], after: list[str], lines: list[str]
) -> None:
    echo = RegionEcho("\n".join(before), "\n".join(old), "\n".join(after))
    left = echo.without(lines)
    assert "\n".join(left) in "\n".join(lines)
    assert any(left) or {line for line in lines if line} <= {*before, *after}
    echo.holds_more(lines)
    echo.n_top(lines)


class Counted(list[str]):
    """Lines that know how many of them were looked at."""

    n_looked_at = 0

    def __iter__(self) -> Iterator[str]:
        return self._counted(super().__iter__())

    def __reversed__(self) -> Iterator[str]:
        return self._counted(super().__reversed__())

    def _counted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self.n_looked_at += 1
            yield line


def test_each_line_that_comes_costs_that_line_however_much_stands_around() -> None:
    around = "".join(f"value_{n} = compute_{n}()\n" for n in range(2_000))
    echo = RegionEcho(around, "old = 1\n", around)
    lines = Counted(f"row_{n} = new_{n}()" for n in range(1_000))
    assert echo.n_top(lines) == 0
    assert echo.n_after(lines) == 0
    assert lines.n_looked_at < 10
