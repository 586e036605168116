from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.fix import FIX
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.request import EditRequest, asked_again, edit_request
from pt_lsp.settings.options import Settings


def snapshot_of(text: str) -> Snapshot:
    return Snapshot("file:///a.py", "python", 1, Text.of(text), Settings())


def request_for(text: str, words: str = "shorter") -> EditRequest:
    snapshot = snapshot_of(text)
    problem = Diagnostic(Span(5, 9), "is not needed")
    return edit_request(snapshot, REWRITE, Span(0, len(text)), words=words, diagnostics=[problem])


def test_the_same_is_asked_again_where_the_region_is_by_then() -> None:
    later = snapshot_of("# new\nx = 1\n    pass\n")
    again = asked_again(request_for("x = 1\n    pass"), later, Span(6, 20), "and in one line")
    assert again.snapshot is later
    assert again.region == Span(6, 20)
    assert (again.instruction, again.further) == ("shorter", ("and in one line",))
    assert again.title == "shorter"
    assert [each.span for each in again.diagnostics] == [Span(11, 15)]


def test_without_a_further_instruction_the_first_one_stands() -> None:
    request = request_for("x = 1\n")
    for words in (None, "", "  "):
        again = asked_again(request, request.snapshot, request.region, words)
        assert (again.instruction, again.further) == ("shorter", ())


def test_a_problem_beyond_what_is_left_of_the_text_is_at_its_end() -> None:
    again = asked_again(request_for("x = 1\n    pass"), snapshot_of("x = 1"), Span(0, 5), None)
    assert [each.span for each in again.diagnostics] == [Span(5, 5)]


def test_a_fix_without_a_list_of_problems_does_not_speak_of_one() -> None:
    snapshot, problem = snapshot_of("x = 1\n"), Diagnostic(Span(0, 1), "is not needed")
    assert "above" in edit_request(snapshot, FIX, Span(0, 0), diagnostics=[problem]).instruction
    assert "above" not in edit_request(snapshot, FIX, Span(0, 0)).instruction
