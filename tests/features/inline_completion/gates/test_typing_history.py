import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.gates.debounce import Pause, pause_before_asking, word_start
from pt_lsp.features.inline_completion.gates.typing_history import ChangeKind, TypingHistory
from pt_lsp.features.inline_completion.reasons import Code


def inserted(text: str) -> Change:
    return Change(Span(0, 0), text)


@pytest.mark.parametrize(
    ("changes", "offered", "kind"),
    [
        ([inserted("a")], "", "typing"),
        ([inserted("()")], "", "typing"),
        ([inserted("\n        ")], "", "typing"),
        ([inserted("x = compute(argument, other)\n")], "", "paste"),
        ([Change(Span(3, 4), "")], "", "deletion"),
        ([Change(Span(3, 9), "\n")], "", "deletion"),
        ([Change(Span(3, 9), "b")], "", "typing"),
        ([inserted("foo(bar)")], "foo(bar)", "acceptance"),
        ([inserted("f")], "foo(bar)", "typing"),
        ([inserted("// ")], "", "insertion"),
        ([Change(Span(3, 5), "compute")], "", "insertion"),
        ([Change(Span(9, 9), "a"), Change(Span(5, 5), "a"), Change(Span(1, 1), "a")], "", "typing"),
        ([inserted("a = compute(argument, other)\n    b")], "a = compute(argument, other)\n    b", "paste"),
    ],
)
def test_the_last_change_is_told_by_what_it_wrote(
    changes: list[Change], offered: str, kind: ChangeKind
) -> None:
    history = TypingHistory()
    history.changed(changes, offered=[offered])
    assert history.last == kind


@pytest.mark.parametrize(
    ("change", "line", "code"),
    [
        (inserted("a"), "x = a<|>", None),
        (inserted("a"), "x = a<|>, b)", None),
        (inserted("\n    "), "    <|>", "superseded"),
        (inserted("\n    "), "    <|>return x", "superseded"),
        (Change(Span(3, 4), ""), "x = <|>", "after a deletion"),
        (inserted("compute"), "x = compute<|>", "after a paste"),
        (inserted("x = compute(argument, other)"), "x = compute(argument, other)<|>", "after a paste"),
        (inserted(";"), "let x = 1;<|>", "statement ends"),
        (inserted(")"), "x = f()<|>", "statement ends"),
        (inserted("{"), "while (true) {<|>}", "statement ends"),
        (inserted(")"), "x = f(g(1)<|>)", None),
        (inserted("]"), "x = f(a[1]<|>", None),
    ],
)
def test_a_pause_is_asked_for_where_suggestions_are_seldom_wanted(
    change: Change, line: str, code: Code | None
) -> None:
    pause = pause_after(change, line)
    assert (pause.code if pause.ms else None) == code


@pytest.mark.parametrize("change", [Change(Span(3, 4), ""), inserted("// ")])
def test_who_mends_what_stands_on_the_line_is_left_in_peace_for_longer(change: Change) -> None:
    at_the_end, before_code = pause_after(change, "x = <|>"), pause_after(change, "x = <|> compute()")
    closed = pause_after(change, "f(x, <|>);")
    assert 0 < at_the_end.ms == closed.ms < before_code.ms
    assert before_code.code == at_the_end.code


def test_a_line_that_is_begun_before_code_waits_longer_than_one_of_its_own() -> None:
    change = inserted("\n    ")
    assert pause_after(change, "    <|>").ms < pause_after(change, "    <|>return x").ms


def test_reasons_to_wait_add_up() -> None:
    deletion = Change(Span(3, 4), "")
    both = pause_after(deletion, "let x = 1;<|>")
    assert both.ms > pause_after(deletion, "let x = <|>").ms
    assert both.code == "statement ends"


def test_what_was_said_at_a_word_and_typed_over_is_not_asked_again_for_it() -> None:
    history = TypingHistory()
    history.asked(25)
    history.changed([inserted("a")], offered=[])
    history.contradict(word_start("x = val", 27))
    assert pause_before_asking(history, "x = valu", "", 28).code == "contradicted"
    assert pause_before_asking(history, "x = value ", "", 30).ms == 0
    assert pause_before_asking(history, "x = value + o", "", 33).ms == 0


@pytest.mark.parametrize("asked_at", [20, 24])
def test_what_was_said_before_the_first_letter_of_a_word_and_typed_over_does_not_keep_from_asking_at_it(
    asked_at: int,
) -> None:
    history = TypingHistory()
    history.asked(asked_at)
    history.changed([inserted("a")], offered=[])
    history.contradict(word_start("x = val", 27))
    assert pause_before_asking(history, "x = val", "", 27).ms == 0


def test_a_slip_that_is_deleted_takes_with_it_that_it_typed_something_over() -> None:
    history = TypingHistory()
    history.asked(25)
    history.contradict(word_start("x = val", 27))
    history.changed([Change(Span(26, 27), "")], offered=[])
    history.changed([inserted("r")], offered=[])
    assert pause_before_asking(history, "x = var", "", 27).ms == 0


def pause_after(change: Change, marked: str) -> Pause:
    history = TypingHistory()
    history.changed([change], offered=[])
    before, _, after = marked.partition("<|>")
    return pause_before_asking(history, before, after, 10 + len(before))
