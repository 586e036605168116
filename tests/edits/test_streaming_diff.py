from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.text import split_lines
from pt_lsp.edits.line_diff import best_changes, minimal_change
from pt_lsp.edits.streaming_diff import StreamingDiff

LINES = st.lists(st.sampled_from(["if a:", "    return a", "    return b", "", "}", "end()"]), max_size=12)

OLD = "def f(a):\n    b = a\n    return b\n\nprint(f(1))"


@given(LINES, LINES, st.data())
def test_the_steps_from_view_to_view_lead_to_the_new_text_under_any_chunking(
    old_lines: list[str], new_lines: list[str], data: st.DataObject
) -> None:
    old, new = "\n".join(old_lines), "\n".join(new_lines)
    diff = StreamingDiff(old)
    lines = split_lines(new)[:-1]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(lines)), max_size=8)))
    views = [diff.view("".join(lines[:cut])) for cut in cuts]
    text = old
    for target in [*views, new]:
        change = minimal_change(text, target)
        if change is not None:
            text = text[: change.span.start] + change.text + text[change.span.end :]
    assert text == new


@given(LINES, LINES)
def test_a_view_is_the_new_lines_and_then_old_ones(old_lines: list[str], new_lines: list[str]) -> None:
    old = "\n".join(old_lines)
    so_far = "".join(line + "\n" for line in new_lines)
    view = StreamingDiff(old).view(so_far)
    assert (view + "\n").startswith(so_far)
    assert old.endswith(view[len(so_far) :])


@given(LINES, LINES, st.integers(0, 12))
def test_what_is_left_to_change_lies_behind_the_lines_that_came(
    old_lines: list[str], new_lines: list[str], n_lines: int
) -> None:
    new = "\n".join(new_lines)
    so_far = "".join(split_lines(new)[:-1][:n_lines])
    view = StreamingDiff("\n".join(old_lines)).view(so_far)
    for change in best_changes(view, new):
        # The end of the last line that came may be the one that is not written.
        assert change.span.start >= len(so_far) - 1


def test_lines_that_come_again_leave_the_rest_untouched() -> None:
    assert StreamingDiff(OLD).view("def f(a):\n    b = a\n") == OLD


def test_a_line_like_the_old_one_takes_its_place() -> None:
    assert StreamingDiff(OLD).view("def f(a: int):\n") == OLD.replace("(a):", "(a: int):")


def test_an_unlike_line_is_added_and_the_old_ones_stay() -> None:
    assert StreamingDiff(OLD).view("import os\n") == "import os\n" + OLD


def test_a_line_found_further_on_passes_those_before_it() -> None:
    assert StreamingDiff(OLD).view("print(f(1))\n") == "print(f(1))"


def test_a_closer_far_away_is_another_one() -> None:
    old = "a1\nb2\nc3\nd4\ne5\n}"
    assert StreamingDiff(old).view("}\n") == "}\n" + old


def test_text_that_does_not_go_on_is_counted_anew() -> None:
    diff = StreamingDiff(OLD)
    diff.view("def f(a):\n")
    assert diff.view("import os\n") == "import os\n" + OLD


def test_an_empty_line_becomes_the_lines_that_came() -> None:
    assert StreamingDiff("").view("x = 1\ny = 2\n") == "x = 1\ny = 2"


def test_lines_that_go_before_a_line_keep_their_last_line_end() -> None:
    assert StreamingDiff("", keeps_last_line_end=True).view("x = 1\n") == "x = 1\n"


def test_the_lines_that_are_passed_are_counted() -> None:
    diff = StreamingDiff(OLD)
    assert (diff.n_passed, diff.n_lines) == (0, 5)
    diff.view("def f(a):\n")
    assert diff.n_passed == 1
    diff.view("def f(a):\n    return a\n\n")
    assert diff.n_passed == 4
