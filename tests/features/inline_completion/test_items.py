import pytest

from pt_lsp.features.inline_completion.items import completion_at
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
    replaced = place.text[completion.span.start : completion.span.end]
    before = place.text[completion.span.start : place.cursor]
    assert completion.text.startswith(before)
    assert "\n" not in replaced
    assert _is_in_order(replaced[len(before) :], completion.text[len(before) :])


def _is_in_order(part: str, whole: str) -> bool:
    """What VS Code asks of replaced text after the cursor."""
    characters = iter(whole)
    return all(character in characters for character in part)
