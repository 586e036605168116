"""What a grammar says of a region, as the problem that an editor would show; best asked in a thread.

Refuses to be sure: a grammar may know less of a language than those who write in it.
"""

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.problems.kinds import ProblemKind
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.syntax_check import MAX_CHARS
from pt_lsp.syntax.parsing import find_problems

SYNTAX = ProblemKind("syntax", "", "")
_MOST = 10


def syntax_problems(text: Text, region: Span, language_id: str) -> list[Diagnostic]:
    """Syntax errors that begin in the region; none where no grammar can tell."""
    if len(text) > MAX_CHARS:
        return []
    return [
        Diagnostic(Span(each.offset, each.offset), f"syntax error: {each.message}", kind=SYNTAX)
        for each in find_problems(str(text), language_id)
        if region.start <= each.offset <= region.end
    ][:_MOST]


def is_about_syntax(request: EditRequest) -> bool:
    """Whether a fix is to mend what the grammar cannot read: where it fails, a problem is shown too."""
    text = request.snapshot.text
    found = syntax_problems(text, request.region, request.snapshot.language_id)
    shown = {text.line_at(each.span.start) for each in request.diagnostics}
    return any(not shown or text.line_at(each.span.start) in shown for each in found)
