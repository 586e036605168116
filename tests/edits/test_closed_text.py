"""What regions read in a text that is seen after their document was closed."""

from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.closed_text import ClosedRegion, ClosedText

LINES = st.lists(st.sampled_from(["a\n", "b\n", "\n", "a", "\r\n"]), max_size=4).map("".join)
REGIONS = st.lists(st.tuples(LINES, st.lists(LINES, min_size=1, max_size=4), LINES), min_size=1, max_size=3)


def closed(around: list[str], regions: list[list[str]]) -> ClosedText:
    """A document in which each region read the last of its readings; the first is its original."""
    text, found = around[0], []
    for number, readings in enumerate(regions):
        span = Span(len(text), len(text) + len(readings[-1]))
        found.append(ClosedRegion(f"edit-{number}", span, readings[0], frozenset(readings)))
        text += readings[-1] + around[number + 1]
    return ClosedText(Text.of(text), found)


@given(LINES, REGIONS, st.data())
def test_a_text_of_any_moment_is_restored(
    first: str, regions: list[tuple[str, list[str], str]], data: st.DataObject
) -> None:
    around = [first, *(gap for _, _, gap in regions)]
    readings = [[original, *later] for original, later, _ in regions]
    contents = [data.draw(st.sampled_from(each)) for each in readings]
    text = first + "".join(content + gap for content, gap in zip(contents, around[1:], strict=True))
    restored = first + "".join(each[0] + gap for each, gap in zip(readings, around[1:], strict=True))
    found = closed(around, readings).found_in(text)
    assert found is not None
    assert [each.region.edit_id for each in found] == [f"edit-{n}" for n in range(len(regions))]
    changes = [change for each in found if (change := each.restoring())]
    after = str(apply(Text.of(text), reversed(changes)))
    if len(regions) == 1:
        assert after == restored
    # With several, a text that repeats itself can be read in two ways: what is left is one of the readings.
    again = closed(around, readings).found_in(after)
    assert again is not None


def test_where_anything_else_differs_nothing_is_found() -> None:
    document = closed(["import os\n", "\n\nprint()\n"], [["pass\n", "x = 1\n"]])
    assert document.found_in("import os\nx = 1\n\n\nprint()\n") is not None
    for text in (
        "import re\nx = 1\n\n\nprint()\n",
        "import os\nx = 1\n\n\nprint(1)\n",
        "import os\nx = 2\n\n\nprint()\n",
        "import os\nx = 1\n\n\nprint()\nmore\n",
        "x = 1\n",
        "",
    ):
        assert document.found_in(text) is None


def test_many_readings_of_many_regions_take_no_longer_than_their_product() -> None:
    readings = [["", *("a" * n for n in range(1, 200))] for _ in range(8)]
    document = closed(["a"] * 9, readings)
    assert document.found_in("a" * 500) is not None
    assert document.found_in("a" * 499 + "b") is None


def test_between_the_same_lines_it_is_found_though_other_lines_differ() -> None:
    document = closed(["import os\n\n", "\nprint()\n"], [["pass", "x = 1\npass", "x = 1\ny = 2\npass"]])
    for content in ("x = 1\npass", "x = 1\ny = 2\npass"):
        text = f"# new\nimport os\n\n{content}\nprint()\n# newer\n"
        (found,) = document.found_between_lines(text)
        assert (found.start, found.content) == (text.index("x = 1"), content)
        assert document.found_between_lines(text + text) == ()
    assert document.found_between_lines("import os\n\npass\nprint()\n") == ()
    assert document.found_between_lines("x = 1\npass") == ()
