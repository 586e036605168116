from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from pt_lsp.syntax.cut_marks import is_cut_mark

LARGE = "value = compute(argument)\n" * 4000


def snapshot_of(text: str) -> Snapshot:
    return Snapshot("file:///home/someone/project/src/app.py", "python", 1, Text.of(text), Settings())


def test_a_region_is_shown_whole_with_what_fits_around_it() -> None:
    region = Span(26 * 1000, 26 * 1010 - 1)
    window = region_window(snapshot_of(LARGE), region, 3000)
    assert window.region == LARGE[region.start : region.end]
    assert window.before.endswith("compute(argument)\n")
    assert window.after.startswith("\nvalue")
    assert len(window.before) + len(window.region) + len(window.after) <= 3000


def test_a_region_larger_than_the_budget_is_shown_alone() -> None:
    window = region_window(snapshot_of(LARGE), Span(26, 26 * 3000 - 1), 300)
    assert (window.before, window.after) == ("", "")


MARK = "# ... lines left out ..."


def test_marks_stand_where_lines_are_left_out_and_nowhere_else() -> None:
    window = region_window(snapshot_of(LARGE), Span(26 * 1000, 26 * 1010 - 1), 3000)
    assert window.before.startswith(f"{MARK}\nvalue")
    assert window.after.endswith(f"compute(argument)\n{MARK}")
    whole = region_window(snapshot_of(LARGE), Span(26, 51), len(LARGE))
    assert whole.before + whole.region + whole.after == LARGE


def test_imports_and_the_heads_around_stay_with_a_region_far_down() -> None:
    methods = "".join(f"    def part_{n}(self):\n        return {n}\n\n" for n in range(400))
    text = f"import os\n\nLIMIT = 3\n\n\nclass Store(Base):\n{methods}"
    at = text.index("    def part_300")
    window = region_window(snapshot_of(text), Span(at, at + 40), 3000)
    assert window.before.startswith(f"import os\n{MARK}\nclass Store(Base):\n    {MARK}\n    def part_")
    assert window.after.endswith(f"\n\n    {MARK}") or window.after.endswith(f"\n    {MARK}")


def test_of_many_imports_those_that_the_region_uses_are_shown() -> None:
    imports = "".join(f"import module_number_{n}\n" for n in range(100))
    body = "".join(f"    value_{n} = {n}\n" for n in range(500))
    text = f"{imports}\n\ndef long():\n{body}    return module_number_77.f()\n"
    at = text.index("    return")
    window = region_window(snapshot_of(text), Span(at, len(text)), 2000)
    assert "import module_number_77\n" in window.before


def test_a_region_that_begins_below_its_head_is_shown_with_it() -> None:
    body = "".join(f"    value_{n} = {n}\n" for n in range(500))
    text = f"def first():\n    pass\n\n\ndef long(\n    argument,\n):\n{body}"
    at = text.index("    value_400")
    window = region_window(snapshot_of(text), Span(at, at + 19), 2000)
    assert window.before.startswith(f"{MARK}\ndef long(\n    argument,\n):\n    {MARK}\n    value_")


@given(
    st.lists(
        st.sampled_from(["class A:", "    def f(self):", "        x = 1", "", "import a", "}\r", "y" * 90]),
        max_size=80,
    ),
    st.integers(min_value=0, max_value=900),
    st.tuples(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1)),
)
@example(["}\r", "    def f(self):"], 0, (0.0, 0.125))
def test_a_window_never_exceeds_its_budget_and_is_exact_next_to_its_region(
    lines: list[str], budget: int, at: tuple[float, float]
) -> None:
    text = "\n".join(lines)
    start, end = sorted(int(each * len(text)) for each in at)
    window = region_window(snapshot_of(text), Span(start, end), budget)
    around = len(window.before) + len(window.after)
    assert around <= max(budget - (end - start), 0)
    assert window.region == plain(text[start:end])
    before, after = window.before.split("\n"), window.after.split("\n")
    first = max((n + 1 for n, line in enumerate(before) if is_cut_mark(line)), default=0)
    assert plain(text[:start]).endswith("\n".join(before[first:]))
    last = after[:-1] if is_cut_mark(after[-1]) else after
    assert plain(text[end:]).startswith("\n".join(last))
