import pytest

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.inline_completion.acceptance import Acceptances
from pt_lsp.features.inline_completion.items import completion_at
from pt_lsp.settings.options import Settings
from pt_lsp.store.counts import Counts

URI = "file:///a.py"
NOTHING: dict[str, Counts] = {}


class Editor:
    """An editor with one document; `<|>` is the cursor."""

    def __init__(self, marked: str = "x\nreturn <|>\nz\n", language_id: str = "python") -> None:
        before, after = marked.split("<|>")
        self.text, self.cursor = Text.of(before + after), len(before)
        self.language_id = language_id
        self.now_s = 0.0
        self.n_shown = 0
        self.acceptances = Acceptances(lambda: self.now_s)

    def show(self, *texts: str, is_late: bool = False) -> str:
        """The id of the first of the suggestions that insert `texts` at the cursor."""
        self.n_shown += 1
        ids = [f"item-{self.n_shown}-{n}" for n in range(len(texts))]
        snapshot = Snapshot(URI, self.language_id, 1, self.text, Settings())
        items = [completion_at(snapshot, self.cursor, t, i) for t, i in zip(texts, ids, strict=True)]
        self.acceptances.shown(snapshot, Text.of("other") if is_late else self.text, items)
        return ids[0]

    def write(self, text: str, n_replaced: int = 0) -> None:
        """`text` at the cursor, in place of what stands after it."""
        self.change(self.cursor, self.cursor + n_replaced, text)
        self.cursor += len(text)

    def delete(self, n: int) -> None:
        self.cursor -= n
        self.change(self.cursor, self.cursor + n, "")

    def change(self, start: int, end: int, text: str) -> None:
        change = Change(Span(start, end), text)
        self.text = apply(self.text, [change])
        self.acceptances.changed(Snapshot(URI, self.language_id, 1, self.text, Settings()), [change])

    def counts(self) -> Counts:
        return self.acceptances.take().get(self.language_id, Counts())

    def settle(self) -> Counts:
        """What is counted once the editor goes on with something else."""
        self.change(0, 0, "q")
        return self.counts()


def test_a_suggestion_counts_as_shown_once_however_often_it_is_answered() -> None:
    editor = Editor()
    editor.show("a + b")
    editor.show("a + b")
    editor.write("a")
    editor.show(" + b")
    editor.show(" + b + c")
    assert editor.counts().shown == 1
    editor.show(" - b")
    assert editor.counts().shown == 1
    assert editor.acceptances.take() == NOTHING


def test_of_several_candidates_one_counts_as_shown() -> None:
    editor = Editor()
    editor.show("a", "b", "c")
    assert editor.counts().shown == 1


def test_an_answer_for_text_that_has_changed_is_not_shown_but_known() -> None:
    editor = Editor()
    item = editor.show("a", is_late=True)
    editor.write("a")
    assert editor.settle() == Counts()
    editor.acceptances.accepted(item)
    assert editor.counts() == Counts(accepted=1)


def test_an_accepted_suggestion_is_counted_and_followed() -> None:
    editor = Editor()
    item = editor.show("a + b")
    editor.write("a + b")
    editor.acceptances.accepted(item)
    assert editor.counts() == Counts(shown=1, accepted=1)
    editor.now_s = 30
    assert editor.counts() == Counts(kept=1, characters_30s=3, kept_characters_30s=3)
    editor.delete(3)
    editor.now_s = 300
    assert editor.counts() == Counts(characters_5min=3, kept_characters_5min=1)


def test_what_stands_at_the_moment_counts_even_if_nobody_asks_until_later() -> None:
    editor = Editor()
    item = editor.show("a + b")
    editor.write("a + b")
    editor.acceptances.accepted(item)
    editor.now_s = 40
    editor.delete(5)
    assert editor.counts().kept_characters_30s == 3


@pytest.mark.parametrize("is_told_first", [True, False])
def test_the_editor_may_tell_of_an_accept_before_or_after_it_changes_the_text(*, is_told_first: bool) -> None:
    editor = Editor()
    item = editor.show("a\n    b")
    if is_told_first:
        editor.acceptances.accepted(item)
    editor.write("a\n    b")
    if not is_told_first:
        editor.acceptances.accepted(item)
    editor.now_s = 30
    assert editor.settle() == Counts(shown=1, accepted=1, kept=1, characters_30s=2, kept_characters_30s=2)


def test_only_what_was_left_to_write_counts_as_accepted() -> None:
    editor = Editor()
    editor.show("alpha")
    editor.write("al")
    item = editor.show("pha")
    editor.write("pha")
    editor.acceptances.accepted(item)
    editor.now_s = 30
    counts = editor.settle()
    assert (counts.accepted, counts.foreseen_characters, counts.characters_30s) == (1, 2, 3)


def test_text_typed_or_accepted_word_by_word_is_counted_by_characters() -> None:
    editor = Editor()
    editor.show("alpha + beta")
    for piece in ("a", "l", "pha ", "+ ", "beta"):
        editor.write(piece)
    assert editor.settle() == Counts(shown=1, foreseen_characters=12)


def test_what_was_deleted_and_typed_again_counts_once_more_only_as_far_as_it_is_typed() -> None:
    editor = Editor()
    editor.show("alpha")
    editor.write("alp")
    editor.delete(2)
    editor.write("l")
    assert editor.settle().foreseen_characters == 4


def test_contradicted_text_counts_for_nothing() -> None:
    editor = Editor()
    editor.show("alpha")
    editor.write("a")
    editor.write("x")
    editor.delete(1)
    editor.write("lpha")
    assert editor.settle() == Counts(shown=1, foreseen_characters=1)


def test_brackets_that_the_editor_closes_contradict_nothing() -> None:
    editor = Editor("foo<|>\n")
    item = editor.show("(a, b)")
    editor.change(editor.cursor, editor.cursor, "()")
    editor.cursor += 1
    editor.write("a, b")
    editor.acceptances.accepted(item)
    editor.now_s = 30
    counts = editor.settle()
    assert (counts.accepted, counts.foreseen_characters, counts.characters_30s) == (1, 1, 4)


def test_an_item_that_takes_the_rest_of_the_line_along_is_followed() -> None:
    editor = Editor("foo(<|>)\n")
    item = editor.show("a, b)")
    editor.write("a, b)", n_replaced=1)
    editor.acceptances.accepted(item)
    editor.now_s = 30
    assert editor.settle().characters_30s == 4


def test_changes_elsewhere_leave_a_suggestion_as_it_is() -> None:
    editor = Editor()
    item = editor.show("a + b")
    editor.change(0, 1, "longer than before\n")
    editor.cursor += 18
    editor.change(len(editor.text), len(editor.text), "the end")
    editor.write("a + b")
    editor.acceptances.accepted(item)
    editor.now_s = 30
    assert editor.settle().kept_characters_30s == 3


def test_carriage_returns_make_no_difference() -> None:
    editor = Editor("x\r\nreturn <|>\r\n")
    item = editor.show("(\n  a\n)")
    editor.write("(\r\n")
    editor.write("  a\r\n)")
    editor.acceptances.accepted(item)
    editor.now_s = 30
    counts = editor.settle()
    assert (counts.foreseen_characters, counts.characters_30s, counts.kept_characters_30s) == (3, 2, 2)


def test_an_accept_of_something_long_forgotten_still_counts() -> None:
    editor = Editor()
    editor.acceptances.accepted("completion-of-another-life")
    assert editor.acceptances.take() == {"": Counts(accepted=1)}


def test_languages_are_counted_apart() -> None:
    python, rust = Editor(), Editor(language_id="rust")
    rust.acceptances = python.acceptances
    python.show("a")
    rust.show("b")
    rust.acceptances.accepted("item-1-0")
    assert python.acceptances.take() == {"python": Counts(shown=1), "rust": Counts(shown=1, accepted=1)}


def test_a_closed_document_is_followed_no_more() -> None:
    editor = Editor()
    item = editor.show("a + b")
    editor.write("a + b")
    editor.acceptances.accepted(item)
    editor.show("c")
    editor.acceptances.closed(URI)
    editor.write("c")
    editor.now_s = 1000
    assert editor.settle() == Counts(shown=2, accepted=1)
