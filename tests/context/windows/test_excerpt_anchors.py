from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors, near_suffix
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from tests.support.notation import parse

URI = "file:///a.py"


def below(n: int) -> str:
    return "".join(f"def step_{number}(values):\n    return {number}\n\n\n" for number in range(n))


def later(kept: ExcerptAnchors, marked: str, *, near_limit: int = 40, limit: int = 1000) -> str:
    place = parse(marked)
    text = Text.of(place.text)
    near = near_suffix(text, place.cursor, near_limit, 200)
    return kept.later(URI, text, text.line_at(place.cursor), near, limit)


def test_typing_and_going_some_lines_up_or_down_keeps_what_is_further_down() -> None:
    kept = ExcerptAnchors()
    first = later(kept, "a = 1\nb = <|>\nc = 3\n\n\n" + below(60))
    assert first.startswith("def step_")
    for marked in (
        "a = 1\nb = 22<|>\nc = 3\n\n\n",
        "a = 1<|>\nb = 2\nc = 3\n\n\n",
        "b = [\n<|>\n]\nc = 3\n\n\n",
    ):
        assert later(kept, marked + below(60)) == first


def test_a_line_added_far_below_or_at_the_end_of_the_excerpt_changes_nothing() -> None:
    kept = ExcerptAnchors()
    first = later(kept, "a = <|>\n\n\n" + below(60))
    added = below(60).replace("    return 9\n", "    values.sort()\n    return 9\n")
    assert later(kept, "a = <|>\n\n\n" + added) == first


def test_much_that_is_new_below_is_shown() -> None:
    kept = ExcerptAnchors()
    later(kept, "a = <|>\n\n\n" + below(60))
    renamed = below(60).replace("values", "items")
    assert "items" in later(kept, "a = <|>\n\n\n" + renamed)


def test_what_has_come_before_the_cursor_is_no_longer_shown_as_below() -> None:
    kept = ExcerptAnchors()
    first = later(kept, "a = <|>\n\n\n" + below(60))
    head = first.split("\n", 1)[0]
    marked = "a = 1\n\n\n" + below(60).replace(head, f"{head}<|>", 1)
    assert head not in later(kept, marked).split("\n")


def test_a_closed_document_is_forgotten() -> None:
    kept = ExcerptAnchors()
    later(kept, "a = <|>\n\n\n" + below(60))
    changed = "a = <|>\n\n\n" + below(60).replace("return 9\n", "return 99\n")
    assert "return 99\n" not in later(kept, changed)
    kept.forget(URI)
    assert "return 99\n" in later(kept, changed)


def test_the_rest_of_a_very_long_line_is_cut_and_nothing_follows_it() -> None:
    text = Text.of("x" * 5000 + "\nnext\n")
    near = near_suffix(text, 10, 400, 300)
    assert len(near.span) == 300
    assert near.next_line == 1


def test_how_much_is_near_grows_in_big_steps() -> None:
    kept = ExcerptAnchors()
    limits = {kept.near_limit(URI, n_before, 10_000) for n_before in range(5_000, 7_000, 10)}
    assert len(limits) == 1
    assert kept.near_limit(URI, 12_000, 10_000) not in limits


def test_the_lines_before_start_where_they_did_until_they_do_not_fit() -> None:
    kept = ExcerptAnchors()
    text = Text.of(below(300))
    end = len(text)
    starts = []
    for n_typed in range(1200):
        longer = text.replace(Span(end, end), "x = 1\n" * (n_typed // 6) + "x = 1\n"[: n_typed % 6])
        start = kept.prefix_start(URI, longer, end + n_typed, 4_000)
        assert end + n_typed - start <= 4_000
        starts.append(start)
    assert len(set(starts[:400])) == 1
    assert len(set(starts)) <= 3
    assert text.slice(Span(starts[0], starts[0] + 9)) == "def step_"


def test_going_far_up_shows_what_is_before_the_cursor_there() -> None:
    kept = ExcerptAnchors()
    text = Text.of(below(300))
    low = kept.prefix_start(URI, text, len(text), 4_000)
    assert kept.prefix_start(URI, text, low + 2_500, 4_000) == low
    assert kept.prefix_start(URI, text, low + 100, 4_000) < low - 1_000
    assert kept.prefix_start(URI, text, 3_000, 4_000) == 0


def test_a_line_too_long_for_the_prompt_loses_its_beginning() -> None:
    text = Text.of("x" * 9_000)
    assert ExcerptAnchors().prefix_start(URI, text, 8_000, 500) == 7_500
