from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.problems.listing import problem_items

ALIKE = "if a:\n    return b\nif c:\n    return b\n    return d\n"
REGION = Span(0, len(ALIKE))


def at(place: int) -> Diagnostic:
    return Diagnostic(Span(place, place + 1), "is wrong")


def test_of_lines_that_read_alike_it_is_told_which_one_is_meant() -> None:
    places = [ALIKE.index("return b"), ALIKE.rindex("return b"), ALIKE.index("return d")]
    assert list(problem_items(Text.of(ALIKE), REGION, [at(place) for place in places])) == [
        "- in `return b` (number 1 of 2 such lines): is wrong",
        "- in `return b` (number 2 of 2 such lines): is wrong",
        "- in `return d`: is wrong",
    ]


def test_lines_outside_of_the_region_are_not_counted() -> None:
    second = Span(ALIKE.index("if c"), len(ALIKE))
    items = list(
        problem_items(Text.of(ALIKE), second, [at(ALIKE.index("return b")), at(ALIKE.rindex("return b"))])
    )
    assert items == ["- in `return b`: is wrong"] * 2


@given(st.lists(st.sampled_from(["a", "  a", "b", ""]), min_size=1, max_size=8), st.data())
def test_what_is_told_of_a_line_leads_to_it(lines: list[str], data: st.DataObject) -> None:
    text = Text.of("\n".join([*lines, "end"]))
    row = data.draw(st.integers(0, len(lines) - 1))
    problem = Diagnostic(Span(text.line_start(row), text.line_start(row)), "is wrong")
    (item,) = problem_items(text, Span(0, len(text)), [problem])
    alike = [number for number, line in enumerate(lines) if line.strip() == lines[row].strip()]
    which = f" (number {alike.index(row) + 1} of {len(alike)} such lines)" if len(alike) > 1 else ""
    assert item == f"- in `{lines[row].strip()}`{which}: is wrong"
