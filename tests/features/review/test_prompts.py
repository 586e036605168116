from pathlib import Path

from pt_lsp.context.background import Background, Snippet
from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.features.review.changed_file import reviewable
from pt_lsp.features.review.prompt import build_prompt, changes_prompt
from pt_lsp.features.review.question import question_about
from pt_lsp.workspace.git.file_change import FileChange
from tests.features.golden import check_prompt
from tests.features.review.faulted_replies import SOURCE
from tests.support.notation import parse
from tests.support.scripted_chat import settings

PROMPTS = Path(__file__).parent / "prompts"
BACKGROUND = Background((Snippet("src/lists.py", "python", "imports", "def first(items):\n    ..."),))


def snapshot_of(text: str) -> Snapshot:
    return Snapshot("file:///project/src/app.py", "python", 1, Text.of(text), settings())


def test_a_file_is_shown_as_it_is() -> None:
    snapshot = snapshot_of(SOURCE)
    question = question_about(snapshot, None)
    window = region_window(snapshot, question.part, 4_000)
    check_prompt(PROMPTS / "file.txt", build_prompt(window, BACKGROUND, is_file=question.is_file))


def test_a_selection_is_marked_in_its_file() -> None:
    place = parse(SOURCE.replace("    file =", "<|>    file =").replace("None\n", "None<|>\n"))
    snapshot = snapshot_of(place.text)
    question = question_about(snapshot, place.selection)
    window = region_window(snapshot, question.part, 4_000)
    check_prompt(PROMPTS / "selection.txt", build_prompt(window, is_file=question.is_file))


def test_changes_are_shown_with_what_is_around_them() -> None:
    new = SOURCE.replace("return a / b", "return a // b")
    files = [
        FileChange("src/app.py", "src/app.py", "modified", SOURCE, new),
        FileChange("docs/new.md", "docs/new.md", "added", None, "# New\n\n</file> ends no file.\n"),
        FileChange("old.py", "old.py", "deleted", "x = 1\n", None),
        FileChange("run.sh", "run.sh", "mode", None, None),
    ]
    check_prompt(PROMPTS / "changes.txt", changes_prompt(reviewable(files, 4_000)))
