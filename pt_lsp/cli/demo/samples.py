"""The code that the demo works on: small tasks for a small model, or the user's own file."""

from dataclasses import dataclass
from pathlib import Path

from pt_lsp.cli.snapshots import read_snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.syntax.definitions import enclosing_definition

_CURSOR = "<|>"
_INSTRUCTION = "Simplify this code."


@dataclass(frozen=True, slots=True)
class Gap:
    """A document to complete at `cursor`."""

    name: str
    source: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Task:
    """A document, and an instruction for the definition whose first line is `target`."""

    name: str
    source: str
    target: str
    instruction: str

    def place(self, text: Text) -> Span:
        """Where the target is now: an empty span, so that the server chooses the definition around it."""
        offset = max(str(text).find(self.target), 0)
        return Span(offset, offset)


def samples_of(path: Path) -> tuple[Gap, Task]:
    """The user's own file: to complete at its end, and to edit in its first definition.

    Raises Excluded if a privacy rule keeps it here, PtLspError if it cannot be read.
    """
    snapshot = read_snapshot(path, {})
    text, source = snapshot.text, str(snapshot.text)
    if text.line_content(text.n_lines - 1):
        source += text.line_end
    starts = [text.line_start(line) for line in range(text.n_lines) if text.line_content(line).strip()]
    definitions = (s for s in starts if enclosing_definition(text, snapshot.language_id, Span(s, s)))
    target = text.line_content(text.line_at(next(definitions, 0)))
    return Gap(path.name, source, len(source)), Task(path.name, source, target, _INSTRUCTION)


def _gap(name: str, marked: str) -> Gap:
    return Gap(name, marked.replace(_CURSOR, ""), marked.index(_CURSOR))


GAPS = (
    _gap(
        "square.py",
        """def square(x):
    # x times x
    return <|>
""",
    ),
    _gap(
        "people.py",
        """def full_name(first, last):
    return <|>
""",
    ),
    _gap(
        "totals.py",
        """def add(a, b):
    return a + b


def multiply(a, b):
    return <|>
""",
    ),
)
TASKS = (
    Task(
        "sample.py",
        """def say_hello(name, city):
    print("Hello, " + name)
    print("Welcome to " + city)
""",
        "def say_hello",
        "Use f-strings.",
    ),
    Task(
        "welcome.py",
        """def welcome(user):
    return "Welcome, " + user + "!"
""",
        "def welcome",
        "Use an f-string.",
    ),
    Task(
        "area.py",
        '''def area(width, height):
    """Return the area of a rectangle."""
    pass
''',
        "def area",
        "Implement this function.",
    ),
)
