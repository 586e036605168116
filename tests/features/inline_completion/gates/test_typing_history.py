import pytest

from pt_lsp.documents.change import Change
from pt_lsp.documents.span import Span
from pt_lsp.features.inline_completion.gates.debounce import pause_before_asking, word_start
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
    ("change", "line_prefix", "code"),
    [
        (inserted("a"), "x = a", None),
        (inserted("\n    "), "    ", "superseded"),
        (Change(Span(3, 4), ""), "x = ", "after a deletion"),
        (inserted("x = compute(argument, other)"), "x = compute(argument, other)", "after a paste"),
        (inserted(";"), "let x = 1;", "statement ends"),
        (inserted(")"), "x = f()", "statement ends"),
    ],
)
def test_a_pause_is_asked_for_where_suggestions_are_seldom_wanted(
    change: Change, line_prefix: str, code: Code | None
) -> None:
    history = TypingHistory()
    history.changed([change], offered=[])
    pause = pause_before_asking(history, line_prefix, 10)
    assert (pause.code if pause.ms else None) == code


def test_reasons_to_wait_add_up() -> None:
    history = TypingHistory()
    history.changed([Change(Span(3, 4), "")], offered=[])
    both = pause_before_asking(history, "let x = 1;", 10)
    assert both.ms > pause_before_asking(history, "let x = ", 8).ms
    assert both.code == "statement ends"


def test_a_word_over_which_a_suggestion_was_typed_is_asked_about_later() -> None:
    history = TypingHistory()
    history.changed([inserted("a")], offered=[])
    history.contradict(word_start("x = val", 27))
    assert pause_before_asking(history, "x = valu", 28).code == "contradicted"
    assert pause_before_asking(history, "x = value ", 30).ms == 0
    assert pause_before_asking(history, "x = value + o", 33).ms == 0
