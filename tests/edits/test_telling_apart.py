"""An editor that compares its text with what it has told tells typing and our edit as one change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.flight import apply_together
from pt_lsp.edits.pending import QUIET_S
from pt_lsp.edits.telling_apart import told_apart
from tests.edits.scene import AFTER, BEFORE, OLD, Scene

OURS = "first new line\nsecond new line"


def flush(scene: Scene, text: str) -> None:
    """The editor tells what makes its text of the one that it has told last."""
    before = scene.text
    scene.report(Change(Span(0, len(before)), text).trimmed(before))


TYPED = [("x", ""), ("", "x"), ("x\n", ""), ("", "\nx"), ("x", "y")]


@pytest.mark.parametrize("wanted", [f"{OURS}\n{OLD}", f"{OLD}\n{OURS}", OURS])
@pytest.mark.parametrize(("typed_before", "typed_after"), TYPED)
def test_text_typed_at_the_edge_of_what_we_wrote_doubles_nothing(
    wanted: str, typed_before: str, typed_after: str
) -> None:
    scene = Scene(wanted=wanted)
    operation = scene.send()
    reads = f"{BEFORE}{typed_before}{wanted}{typed_after}{AFTER}"
    flush(scene, reads)
    scene.edits.answered(True, 0.0, operation)
    assert scene.edits.next_operation(QUIET_S) is None
    assert (scene.text, scene.state) == (reads, "applied")


def test_what_looked_like_ours_was_typed_where_the_editor_has_refused_ours() -> None:
    scene = Scene(wanted=f"{OURS}\n{OLD}")
    operation = scene.send()
    flush(scene, f"{BEFORE}x{OURS}\n{OLD}{AFTER}")
    scene.edits.answered(False, 0.0, operation)
    scene.do(scene.send())
    assert scene.text == f"{BEFORE}x{OURS}\n{OURS}\n{OLD}{AFTER}"


texts = st.text(st.sampled_from("ab\n"), max_size=12)


@given(texts, texts, texts, st.data())
def test_the_steps_lead_to_what_the_change_does(
    before: str, written: str, typed: str, data: st.DataObject
) -> None:
    base = Text.of(before)
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    ours = (Change(Span(start, end), written + "long enough"),)
    expected = apply_together(base, ours)
    at = data.draw(st.integers(0, len(expected)))
    after = str(expected.replace(Span(at, at), typed))
    change = Change(Span(0, len(before)), after).trimmed(before)
    assert str(apply(base, told_apart(change, ours, base, expected))) == after


@given(st.lists(st.tuples(st.sampled_from(["start", "end", "above", "below"]), st.booleans()), max_size=8))
def test_whatever_is_typed_around_a_stream_and_told_with_it_is_there_once(
    steps: list[tuple[str, bool]],
) -> None:
    scene = Scene(wanted=None)
    lines = [f"line {number} of the new text" for number in range(len(steps) + 1)]
    above, start, end, below = "", "", "", ""
    for number, (place, is_late) in enumerate(steps):
        written = "\n".join(lines[: number + 1])
        scene.edits.want("e", f"{written}\n{OLD}", is_final=False)
        operation = scene.send()
        key = chr(0xE000 + number)
        above, below = above + key * (place == "above"), below + key * (place == "below")
        start, end = start + key * (place == "start"), end + key * (place == "end")
        if is_late:
            scene.edits.answered(True, 0.0, operation)
        flush(scene, f"{above}{BEFORE}{start}{written}\n{OLD}{end}{AFTER}{below}")
        if not is_late:
            scene.edits.answered(True, 0.0, operation)
        assert scene.state == "running"
    wanted = "\n".join(lines)
    scene.edits.want("e", wanted, is_final=True)
    scene.do(scene.send())
    assert scene.text == f"{above}{BEFORE}{start}{wanted}{end}{AFTER}{below}"
    assert scene.state == "applied"


def test_the_first_part_of_an_edit_that_is_told_in_parts_is_nothing_typed() -> None:
    """Between equal lines it could also be all of the edit, with other equal lines typed beside it."""
    base = Text.of("\naa b\n\nb\na\n")
    ours = (Change(Span(1, 6), ""), Change(Span(7, 9), ""), Change(Span(10, 10), "\nb\naa b\n}"))
    part = Change(Span(11, 11), "b\naa b\n}\n")
    assert told_apart(part, ours, base, apply_together(base, ours)) == (part,)
