from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.context.windows.completion_window import completion_window
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from pt_lsp.syntax.cut_marks import is_cut_mark
from tests.support.notation import parse


def snapshot_of(text: str, uri: str = "file:///home/someone/project/src/app.py") -> Snapshot:
    return Snapshot(uri, "python", 1, Text.of(text), Settings())


def test_a_small_file_is_shown_whole_with_plain_line_ends() -> None:
    place = parse("a = 1\r\nb = <|>2\r\n")
    window = completion_window(snapshot_of(place.text), place.cursor, 3000)
    assert (window.prefix, window.suffix) == ("a = 1\nb = ", "2\n")
    assert (window.path, window.language_id) == ("app.py", "python")


MARK = "# ... lines left out ..."
CODE = st.sampled_from(
    [
        *(
            "import a",
            "from b import (\n  c,\n  d)  # ",
            "class A:  # ",
            "    def f(self):  # ",
            "def g(x,\n      y):  # ",
        ),
        *(
            "        return ",
            "x = ",
            "    # ... lines left out ... ",
            "}",
            "  ) {",
            "\tif (x) {  // ",
            "namespace a {  // ",
        ),
    ]
)
LARGE = "value = compute(argument)\n" * 4000


def test_far_down_in_a_file_the_suffix_is_short_unless_it_goes_first() -> None:
    middle = len(LARGE) // 26 // 2 * 26
    window = completion_window(snapshot_of(LARGE), middle, 18_000)
    assert 300 < len(window.suffix) <= 1500
    assert (window.above, window.cut_below) == (f"{MARK}\n", f"\n{MARK}")
    assert window.later == ""
    window = completion_window(snapshot_of(LARGE), middle, 18_000, is_suffix_first=True)
    assert (window.suffix, window.cut_below) == ("value = compute(argument)", "")
    assert len(window.later) > 1000
    assert window.later.endswith(f"\n{MARK}")


def test_a_window_far_down_keeps_imports_and_the_heads_around_it() -> None:
    methods = "".join(f"    def part_{n}(self):\n        return {n}\n\n" for n in range(900))
    text = f'"""What it is for."""\n\nimport os\n\nLIMIT = 3\n\n\nclass Store(Base):\n{methods}'
    window = completion_window(snapshot_of(text), len(text) - 1, 18_000)
    assert window.above == f"import os\n{MARK}\nclass Store(Base):\n    {MARK}\n"
    assert window.prefix.startswith("    def part_")
    assert len(window.before) <= 9_000


def test_a_person_who_raises_the_budget_sees_more_of_the_file() -> None:
    window = completion_window(snapshot_of(LARGE), len(LARGE), 60_000)
    assert 12_000 < len(window.before) <= 20_000


@given(
    st.integers(min_value=0, max_value=20_000),
    st.lists(st.text(alphabet="ab< |>\n\r", max_size=700) | CODE, max_size=60),
    st.floats(min_value=0, max_value=1),
    st.booleans(),
)
@example(budget=500, lines=["a\r", "b"], at=0.5, is_suffix_first=False)
def test_the_window_stays_within_its_budget_and_around_its_cursor(
    budget: int, lines: list[str], at: float, is_suffix_first: bool
) -> None:
    text = "\n".join(lines)
    offset = int(at * len(text))
    window = completion_window(snapshot_of(text), offset, budget, is_suffix_first=is_suffix_first)
    assert len(window.before) + len(window.after) + len(window.later) <= budget
    assert plain(text[:offset]).endswith(window.prefix)
    assert plain(text[offset:]).startswith(window.suffix)


@given(
    st.integers(min_value=200, max_value=1_500),
    st.lists(CODE | st.just("\n"), min_size=5, max_size=80),
    st.floats(min_value=0, max_value=1),
)
def test_landmarks_are_lines_of_the_file_in_order_and_marks_stand_only_for_what_is_left_out(
    budget: int, lines: list[str], at: float
) -> None:
    text = "\n".join(f"{line}{n}" if line.strip() else line for n, line in enumerate(lines))
    offset = int(at * len(text))
    window = completion_window(snapshot_of(text), offset, budget)
    own = iter(text[: offset - len(window.prefix)].split("\n"))
    shown = [line for line in window.above.split("\n") if line.strip() and not is_cut_mark(line)]
    assert all(line in own for line in shown)  # each is looked for after the one before
    left_out = text[: offset - len(window.prefix)].split()
    if not left_out or left_out == window.above.split():
        assert not any(map(is_cut_mark, window.above.split("\n")))
    if not text[offset + len(window.suffix) :].strip():
        assert window.cut_below == ""
