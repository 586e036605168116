"""A formatter, organise imports, another extension while an edit streams: what is followed, what stops it."""

from collections.abc import Callable, Iterable, Sequence

import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.edits.formatting.white_space import blank_changes, solid
from pt_lsp.edits.pending import DocumentEdits, Operation
from pt_lsp.edits.streaming_diff import StreamingDiff
from tests.support.simulated_formatter import line_by_line

ABOVE = "import b\nimport a\n\ndef above():\n\tpass\n\n"
OLD = "def f():\n\tone = 1  \n\ttwo = 2\n\treturn two"
NEW = "def f():\n\tlog(start, 7)\n\tone = 1\n\tdue = 2\n\treturn due"
BELOW = "\n\ndef below():\n\treturn 0  "
DOCUMENT = ABOVE + OLD + BELOW

Shape = Callable[[str, str], Sequence[Change]]


def minimal(old: str, new: str) -> Sequence[Change]:
    """As VS Code tells what a formatter did: each difference by itself, the last one first."""
    return blank_changes(old, new)[::-1]


def one_range(old: str, new: str) -> Sequence[Change]:
    """As Neovim tells it: all from the first difference to the last one."""
    return [Change(Span(0, len(old)), new).trimmed(old)]


def whole_text(old: str, new: str) -> Sequence[Change]:
    """All of the text."""
    return [Change(Span(0, len(old)), new)]


every_shape = pytest.mark.parametrize(
    "shape", [minimal, line_by_line, one_range, whole_text], ids=lambda shape: shape.__name__
)


class Scene:
    """The edit `e` rewrites the function in the middle."""

    def __init__(self, *, is_reviewed: bool = True) -> None:
        self.edits = DocumentEdits(Text.of(DOCUMENT), 1, checks_zero=True)
        self.version = 1
        region = Span(len(ABOVE), len(ABOVE) + len(OLD))
        self.edit = self.edits.start("e", region, is_reviewed=is_reviewed)

    @property
    def text(self) -> str:
        return str(self.edits.text)

    @property
    def region(self) -> str:
        return self.text[self.edit.region.start : self.edit.region.end]

    def stream(self, n_lines: int) -> None:
        """That many lines of the answer have come."""
        lines = NEW.splitlines(keepends=True)[:n_lines]
        self.edits.want("e", StreamingDiff(OLD).view("".join(lines)), is_final=False)
        self.carry_out()

    def finish(self) -> None:
        self.edits.want("e", NEW, is_final=True)
        self.carry_out()

    def send(self) -> Operation:
        operation = self.edits.next_operation(0.0)
        assert operation is not None
        return operation

    def carry_out(self) -> None:
        operation = self.send()
        self.report(reversed(operation.changes))
        self.edits.answered(True, 0.0, operation)

    @property
    def state(self) -> str:
        return self.edit.state

    def report(self, changes: Iterable[Change]) -> None:
        self.version += 1
        self.edits.changed([*changes], self.version, 0.0)

    def become(self, new: str, shape: Shape) -> None:
        """Another program makes `new` of the document."""
        if shape is whole_text:
            self.version += 1
            self.edits.reloaded(Text.of(new), self.version, 0.0)
        else:
            self.report(shape(self.text, new))
        assert self.text == new

    def replace(self, old: str, new: str) -> None:
        at = self.text.index(old, self.edit.region.start)
        self.report([Change(Span(at, at + len(old)), new)])


def formatted(text: str) -> str:
    """Blanks for tabs, and none at line ends."""
    return "\n".join(line.rstrip().replace("\t", "    ") for line in text.split("\n"))


@every_shape
@pytest.mark.parametrize("n_lines", [0, 1, 2, 3, 4])
def test_a_formatter_is_followed_and_the_rest_of_the_answer_comes(shape: Shape, n_lines: int) -> None:
    scene = Scene()
    if n_lines > 1:
        scene.stream(n_lines)
    before = scene.text
    scene.become(formatted(before), shape)
    assert scene.state == "running"
    assert scene.edits.next_operation(0.0) is None, "nothing of the formatting is taken back"
    scene.finish()
    assert scene.state == "pending"
    assert solid(scene.text) == solid(ABOVE + NEW + BELOW)
    for line in before.splitlines():
        # What the answer has not touched again stays as it was formatted.
        if line in (ABOVE + NEW + BELOW).splitlines():
            assert formatted(line) in scene.text.splitlines()


@every_shape
def test_the_answers_text_stands_where_it_replaces_what_was_formatted(shape: Shape) -> None:
    scene = Scene()
    scene.stream(2)
    scene.become(formatted(scene.text), shape)
    scene.finish()
    assert scene.region == "def f():\n    log(start, 7)\n\tone = 1\n\tdue = 2\n\treturn due"


@every_shape
def test_a_rejection_gives_old_lines_back_as_formatted_where_they_stood_by_then_else_as_they_were(
    shape: Shape,
) -> None:
    scene = Scene()
    scene.stream(3)
    scene.become(formatted(scene.text), shape)
    scene.finish()
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.state == "rejected"
    assert scene.region == "def f():\n\tone = 1  \n    two = 2\n    return two"
    assert scene.text == formatted(ABOVE) + scene.region + formatted(BELOW)


@every_shape
def test_a_cancel_takes_the_new_text_away_however_it_was_formatted(shape: Shape) -> None:
    scene = Scene()
    scene.stream(2)
    scene.become(formatted(scene.text), shape)
    scene.edits.restore("e")
    scene.carry_out()
    assert scene.state == "cancelled"
    assert scene.text == formatted(DOCUMENT)


def test_a_rejection_keeps_what_was_typed_after_the_formatting() -> None:
    scene = Scene()
    scene.stream(2)
    scene.become(formatted(scene.text), minimal)
    scene.finish()
    scene.replace("due = 2", "due = 22")
    scene.edits.reject("e")
    scene.carry_out()
    assert sorted(solid(scene.region)) == sorted(solid(OLD) + "2")


@every_shape
def test_hunks_are_what_the_answer_has_written_and_not_what_was_formatted(shape: Shape) -> None:
    scene = Scene()
    scene.stream(2)
    scene.become(formatted(scene.text), shape)
    scene.report([Change(Span(len(scene.text), len(scene.text)), "x")])
    scene.edits.want("e", StreamingDiff(OLD).view("def f():\n\tlog(start, 7)\n") + ".", is_final=True)
    scene.carry_out()
    olds = [(hunk.old_text, hunk.new_text) for hunk in scene.edit.hunks()]
    assert olds == [("", "    log(start, 7)\n"), ("    return two", "\treturn two.")]


def test_lines_wrapped_joined_and_removed_are_followed() -> None:
    scene = Scene()
    scene.stream(2)
    wrapped = scene.text.replace("def f():\n\t", "def f():\n\n\n\t").replace("\ttwo = 2", "\ttwo =\n\t\t2")
    scene.become(wrapped, minimal)
    assert scene.state == "running"
    scene.become(
        wrapped.replace("\n\n\n\t", "\n\t").replace("=\n\t\t2", "= 2").replace("\tr", "r"), one_range
    )
    assert scene.state == "running"
    scene.finish()
    assert solid(scene.text) == solid(ABOVE + NEW + BELOW)


def test_a_notification_that_overtakes_an_edit_is_followed_and_the_edit_made_anew() -> None:
    scene = Scene()
    scene.stream(2)
    scene.edits.want("e", NEW, is_final=True)
    stale = scene.send()
    scene.become(formatted(scene.text), minimal)
    scene.edits.answered(False, 0.0, stale)
    assert scene.state == "running"
    scene.carry_out()
    assert scene.state == "pending"
    assert solid(scene.text) == solid(ABOVE + NEW + BELOW)


def test_formatting_between_an_edit_and_its_answer_is_followed_whatever_the_answer_is() -> None:
    for is_applied in (True, False):
        scene = Scene()
        scene.edits.want("e", "\n".join(f"\t{line}" for line in OLD.split("\n")), is_final=False)
        operation = scene.send()
        scene.report(reversed(operation.changes))
        scene.become(formatted(scene.text), minimal)
        scene.edits.answered(is_applied, 0.0, operation)
        # What looked like ours and was not counts as another program's, as it is.
        assert scene.state == "running"


@every_shape
def test_imports_organised_above_are_followed(shape: Shape) -> None:
    scene = Scene()
    scene.stream(2)
    new = scene.text.replace("import b\nimport a", "import a\nimport b")
    changes = [Change(Span(0, 17), "import a\nimport b")] if shape is minimal else shape(scene.text, new)
    scene.report(changes)
    assert scene.text == new
    scene.finish()
    assert scene.text == new[: len(ABOVE)] + NEW + BELOW


@pytest.mark.parametrize("shape", [line_by_line, one_range, whole_text])
def test_imports_organised_and_all_formatted_at_once_are_followed(shape: Shape) -> None:
    scene = Scene()
    scene.stream(2)
    new = formatted(scene.text.replace("import b\nimport a", "import a\nimport b"))
    scene.become(new, shape)
    assert scene.state == "running"
    scene.finish()
    assert solid(scene.text) == solid(ABOVE.replace("b\nimport a", "a\nimport b") + NEW + BELOW)


def test_one_blank_trimmed_is_typing() -> None:
    scene = Scene()
    scene.stream(2)
    scene.replace("1  \n", "1\n")
    assert (scene.state, scene.edit.stopped_by) == ("stopped", "typing")


def test_one_line_told_as_a_whole_is_followed() -> None:
    scene = Scene()
    scene.stream(2)
    scene.replace("\tone = 1  \n", "\tone = 1\n")
    assert scene.state == "running"


@pytest.mark.parametrize(
    ("old", "new", "stopped_by"),
    [
        ("log", "logx", "typing"),
        ("log(start, 7)\n", "", "typing"),
        ("log", "other", "other"),
        ("\tlog(start, 7)\n\tone = 1  \n", "\tone = 1  \n\tlog(start, 7)\n", "other"),
    ],
)
def test_what_else_is_written_inside_stops_the_stream_and_is_told_for_what_it_is(
    old: str, new: str, stopped_by: str
) -> None:
    scene = Scene(is_reviewed=False)
    scene.stream(2)
    scene.replace(old, new)
    assert (scene.state, scene.edit.stopped_by) == ("stopped", stopped_by)
    assert scene.edit.is_reviewed
    assert scene.edits.next_operation(0.0) is None


def test_an_undo_of_all_of_our_text_needs_no_sentence() -> None:
    scene = Scene()
    scene.stream(2)
    scene.replace("\tlog(start, 7)\n", "")
    assert (scene.state, scene.edit.stopped_by) == ("stopped", None)


def test_an_undo_of_the_formatting_is_no_typing() -> None:
    scene = Scene()
    scene.stream(2)
    before = scene.text
    scene.become(formatted(before), minimal)
    scene.report(blank_changes(scene.text, before)[::-1])
    assert (scene.state, scene.edit.stopped_by) == ("stopped", "other")


def test_a_rejection_of_what_was_stopped_after_a_formatting_gives_back_the_original() -> None:
    scene = Scene()
    scene.stream(2)
    scene.become(formatted(scene.text), minimal)
    scene.replace("log", "other")
    assert scene.state == "stopped"
    scene.edits.reject("e")
    scene.carry_out()
    assert scene.text == formatted(DOCUMENT).replace("f():\n", "f():\nother")
