from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.settings.options import Settings
from tests.support.notation import parse

URI = "file:///a.py"


def below(n: int) -> str:
    return "".join(f"def step_{number}(values):\n    return {number}\n\n\n" for number in range(n))


def snapshot_of(text: str | Text, language_id: str = "python") -> Snapshot:
    return Snapshot(URI, language_id, 1, text if isinstance(text, Text) else Text.of(text), Settings())


def later(kept: ExcerptAnchors, marked: str, *, limit: int = 1000) -> str:
    place = parse(marked)
    return kept.later(snapshot_of(place.text), Text.of(place.text).line_at(place.cursor), limit)


def test_what_is_below_the_cursor_is_shown_from_the_next_line_on_and_ends_in_a_mark() -> None:
    shown = later(ExcerptAnchors(), "a = 1\nb = <|>\nc = 3\n\n\n" + below(60))
    assert shown.startswith("c = 3\n\n\ndef step_0(values):\n")
    assert shown.endswith("\n# ... lines left out ...")
    assert later(ExcerptAnchors(), "a = <|>\nb = 2\n") == "b = 2"


def test_typing_keeps_what_is_below_even_behind_brackets_that_the_editor_closes() -> None:
    kept = ExcerptAnchors()
    first = later(kept, "b = <|>\nc = 3\n\n\n" + below(60))
    for marked in ("b = 22<|>\n", "b = {\n    1,<|>\n", "b = {\n    <|>\n}\n", "b = f({\n    <|>\n})\n\n"):
        assert later(kept, f"{marked}c = 3\n\n\n" + below(60)) == first


def test_whoever_goes_up_sees_the_lines_between_too() -> None:
    kept = ExcerptAnchors()
    later(kept, "a = 1\nb = 2<|>\nc = 3\n\n\n" + below(60))
    assert later(kept, "a = 1<|>\nb = 2\nc = 3\n\n\n" + below(60)).startswith("b = 2\nc = 3\n")


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
    later(kept, "a = <|>\n" + below(60))
    marked = "a = 1\n" + below(60).replace("def step_0(values):", "def step_0(values):<|>", 1)
    assert "def step_0(values):" not in later(kept, marked).split("\n")


def test_a_closed_document_is_forgotten() -> None:
    kept = ExcerptAnchors()
    later(kept, "a = <|>\n\n\n" + below(60))
    changed = "a = <|>\n\n\n" + below(60).replace("return 9\n", "return 99\n")
    assert "return 99\n" not in later(kept, changed)
    kept.forget(URI)
    assert "return 99\n" in later(kept, changed)


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


def test_landmarks_are_kept_while_what_they_are_made_from_is_the_same() -> None:
    kept = ExcerptAnchors()
    head = "import os\nimport sys\n\n\n"
    text = Text.of(head + below(300))
    start = str(text).index("def step_250")
    first = kept.landmarks(snapshot_of(text), Span(start, len(text)), 400)
    assert first == "import os\nimport sys\n# ... lines left out ...\n"
    typed = text.replace(Span(len(text), len(text)), "x = json")
    assert kept.landmarks(snapshot_of(typed), Span(start, len(typed)), 400) is first
    renamed = text.replace(Span(0, 9), "import re")
    assert kept.landmarks(snapshot_of(renamed), Span(start, len(text)), 400).startswith("import re\n")
    assert kept.landmarks(snapshot_of(text), Span(start + 1, len(text)), 400) == ""
    assert kept.landmarks(snapshot_of(text), Span(0, len(text)), 400) == ""
