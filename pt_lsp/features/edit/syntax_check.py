"""Whether new text breaks the syntax of its document.

Best asked in a thread: parsing lets others in every few kilobytes. Long documents pass unseen; as do those
without a grammar.
"""

import re
from dataclasses import dataclass

from pt_lsp.features.edit.request import EditRequest
from pt_lsp.syntax.parsing import SyntaxProblem, count_errors, find_problems

MAX_CHARS = 200_000
"""Some 5,000 lines: 20 ms."""

_MAGIC = re.compile(r"^[ \t]*[%!]", re.MULTILINE)
"""A line of a notebook's cell that is for the notebook, not for the language."""

_MOST_TOLD = 3
_MOST_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many syntax errors more the document has than it had, and those to tell."""

    n_added: int
    told: tuple[SyntaxProblem, ...] = ()

    @property
    def warning(self) -> str | None:
        """One sentence for a person, when there are more."""
        if self.n_added <= 0:
            return None
        line = self.told[0].line.strip()
        shown = line if len(line) <= _MOST_QUOTED else line[:_MOST_QUOTED].rstrip() + "..."
        return f"The new code has a syntax error near `{shown}`; look at it before you accept it."


PASSED = Verdict(0)


def can_judge(request: EditRequest, new: str) -> bool:
    """Whether a grammar can tell anything of the document with `new` in the region."""
    text, language_id = request.snapshot.text, request.snapshot.language_id
    if len(text) + len(new) > MAX_CHARS or _is_for_notebook(request, str(text)):
        return False
    return count_errors("", language_id) is not None


def judge(request: EditRequest, new: str) -> Verdict:
    """What the document's grammar says of it with `new` in the region."""
    text, language_id = request.snapshot.text, request.snapshot.language_id
    if len(text) + len(new) > MAX_CHARS:
        return PASSED
    after = str(request.text_with(new))
    problems = find_problems(after, language_id)
    if not problems or _is_for_notebook(request, after):
        return PASSED
    n_added = len(problems) - len(find_problems(str(text), language_id))
    if n_added <= 0:
        return Verdict(n_added)
    start, end = request.region.start, request.region.start + len(new)
    inside = [problem for problem in problems if start <= problem.offset <= end]
    return Verdict(n_added, tuple((inside or problems)[:_MOST_TOLD]))


def _is_for_notebook(request: EditRequest, source: str) -> bool:
    """Whether a cell holds lines that are not of its language."""
    is_cell = not request.snapshot.uri.startswith(("file:", "untitled:"))
    return is_cell and _MAGIC.search(source) is not None
