import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.items import (
    Completion,
    Selected,
    beyond_selected,
    completion_at,
    with_selected,
)
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.suffix_echo import replaced_length
from tests.features.inline_completion.checking import accepted, snapshot_of
from tests.support.notation import mark, parse


@pytest.mark.parametrize(
    ("marked", "text", "shown", "after"),
    [
        ("a\n    ret<|>\nb", "urn 1", "a\n    ret<|>\nb", "a\n    return 1\nb"),
        ("foo(<|>)", "a, b)", "<|>foo(<|>)<|>".replace("(<|>)<|>", "()<|>"), "foo(a, b)"),
        ("foo(<|>);", "a)", "<|>foo();<|>", "foo(a);"),
        ("foo(<|>)", "a, b", "foo(<|>)", "foo(a, b)"),
        ("x = <|>y + z\n", "y + z", "<|>x = y + z<|>\n", "x = y + z\n"),
        ("f(<|>)", "\n    1,\n)", "<|>f()<|>", "f(\n    1,\n)"),
        ("a<|>   ", "b", "a<|>   ", "ab   "),
        ("<|>", "x = 1\ny = 2", "<|>", "x = 1\ny = 2"),
    ],
)
def test_the_span_is_on_one_line_and_the_text_holds_what_it_replaces(
    marked: str, text: str, shown: str, after: str
) -> None:
    place = parse(marked)
    completion = completion_at(snapshot_of(place.text), place.cursor, text, "1")
    assert mark(place.text, completion.span) == shown
    assert accepted(place.text, completion) == after
    assert is_shown(completion, place.text, place.cursor)


LINES = st.text("ab() ,;{}'", max_size=12)
TEXTS = st.text("ab() ,;{}'\n", min_size=1, max_size=12)


@given(before=LINES, rest=LINES, text=TEXTS, around=st.tuples(st.sampled_from(["", "x\n"]), LINES))
def test_an_item_for_any_text_is_shown_and_replaces_nothing_unless_it_has_to(
    before: str, rest: str, text: str, around: tuple[str, str]
) -> None:
    document = f"{around[0]}{before}{rest}\n{around[1]}"
    cursor = len(around[0]) + len(before)
    completion = completion_at(snapshot_of(document), cursor, text, "1")
    assert is_shown(completion, document, cursor)
    n_replaced = replaced_length(text, InsertionPoint(before, rest))
    assert completion.span.is_empty == (n_replaced == 0)
    assert accepted(document, completion) == f"{around[0]}{before}{text}{rest[n_replaced:]}\n{around[1]}"


@given(before=LINES, typed=st.text("ab", max_size=3), more=st.text("ab(", max_size=4), rest=LINES, text=TEXTS)
def test_an_item_for_what_is_selected_in_a_menu_begins_with_it_and_replaces_what_it_would(
    before: str, typed: str, more: str, rest: str, text: str
) -> None:
    document = f"{before}{typed}{rest}\n"
    selected = Selected(typed + more, Span(len(before), len(before) + len(typed)))
    taken, cursor = with_selected(snapshot_of(document), selected)
    completion = beyond_selected(completion_at(taken, cursor, text, "1"), selected, snapshot_of(document))
    assert completion.span.start == selected.span.start
    assert completion.text.startswith(selected.text)
    assert is_shown(completion, document, selected.span.end)


def is_shown(completion: Completion, document: str, cursor: int) -> bool:
    """Whether VS Code shows it: what it replaces is on the cursor's line, holds the cursor and is kept."""
    span = completion.span
    before, after = document[span.start : cursor], document[cursor : span.end]
    is_around = span.start <= cursor <= span.end and "\n" not in before + after
    is_kept = completion.text.startswith(before) and _is_in_order(after, completion.text[len(before) :])
    return is_around and is_kept


def _is_in_order(part: str, whole: str) -> bool:
    """What VS Code asks of replaced text after the cursor."""
    characters = iter(whole)
    return all(character in characters for character in part)
