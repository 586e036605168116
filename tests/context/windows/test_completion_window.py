from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.context.windows.completion_window import completion_window
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from tests.support.notation import parse


def snapshot_of(text: str, uri: str = "file:///home/someone/project/src/app.py") -> Snapshot:
    return Snapshot(uri, "python", 1, Text.of(text), Settings())


def test_a_small_file_is_shown_whole_with_plain_line_ends() -> None:
    place = parse("a = 1\r\nb = <|>2\r\n")
    window = completion_window(snapshot_of(place.text), place.cursor, 3000)
    assert (window.prefix, window.suffix) == ("a = 1\nb = ", "2\n")
    assert (window.path, window.language_id) == ("app.py", "python")


LARGE = "value = compute(argument)\n" * 4000


def test_far_down_in_a_file_the_suffix_is_short_unless_it_goes_first() -> None:
    middle = len(LARGE) // 26 // 2 * 26
    window = completion_window(snapshot_of(LARGE), middle, 18_000)
    assert 500 < len(window.suffix) <= 1500
    assert window.later == ""
    window = completion_window(snapshot_of(LARGE), middle, 18_000, is_suffix_first=True)
    assert window.suffix == "value = compute(argument)"
    assert len(window.later) > 3000


def test_at_the_top_of_a_file_what_is_further_down_is_shown_first() -> None:
    text = "import os\n\n\n" + "def f():\n    return 1\n\n\n" * 60
    window = completion_window(snapshot_of(text), len("import os\n"), 18_000)
    assert len(window.suffix) <= 120
    assert window.later.startswith("def f():\n    return 1\n")


@given(
    st.integers(min_value=0, max_value=20_000),
    st.lists(st.text(alphabet="ab< |>\n\r", max_size=700), max_size=60),
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
    assert len(window.prefix) + len(window.suffix) + len(window.later) <= budget
    assert plain(text[:offset]).endswith(window.prefix)
    assert plain(text[offset:]).startswith(window.suffix)
