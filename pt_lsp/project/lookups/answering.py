"""What a lookup says: plain text for a model, bounded, which tells what was left out.

For a thread, and imported there: it brings the grammars. Refuses to know what may be shown.
"""

from pt_lsp.context.background import without_marks
from pt_lsp.project.lookups.defined import definitions_of
from pt_lsp.project.lookups.line_matches import lines_with_name, lines_with_text
from pt_lsp.project.lookups.offered import FIND_DEFINITION
from pt_lsp.project.lookups.project_texts import ProjectTexts
from pt_lsp.project.lookups.questions import MOST_LINES, OfLines, OfText, Question, shown
from pt_lsp.project.lookups.secret_lines import piece_of
from pt_lsp.project.lookups.view import View
from pt_lsp.workspace.ignoring import IgnoreTree

_MOST_CHARACTERS = 5_000
"""A prompt at the usual budget has room for little more: what is left out can be asked for."""


def answer_to(tool: str, question: Question, view: View, tree: IgnoreTree) -> str:
    """The text of the result."""
    texts = ProjectTexts(view, tree)
    if isinstance(question, OfLines):
        return without_marks(_lines_read(question, texts))
    if isinstance(question, OfText):
        return without_marks(lines_with_text(question, texts))
    return without_marks((definitions_of if tool == FIND_DEFINITION else lines_with_name)(question, texts))


def _lines_read(question: OfLines, texts: ProjectTexts) -> str:
    found = texts.text_called(question.path)
    if found is None:
        return f"There is no file `{shown(question.path)}` that can be read."
    n_lines = found.text.count("\n") + (not found.text.endswith("\n"))
    if question.first > n_lines:
        return f"`{found.label}` has {n_lines} lines only."
    first = question.first - 1
    wanted = min(question.last, n_lines) - 1
    most = min(wanted, first + MOST_LINES - 1)
    piece, last = piece_of(found.text, first, most, texts.find_secrets, _MOST_CHARACTERS)
    rest = f"\n\nLines {last + 2} to {wanted + 1} were left out: read them next." if last < wanted else ""
    return f"{found.label} (lines {question.first} to {last + 1} of {n_lines}):\n{piece}{rest}"
