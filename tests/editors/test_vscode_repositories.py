"""Commit messages and reviews in a real VS Code whose git is on, in a folder with two repositories."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors.conftest import PLAIN
from tests.support import ready_server
from tests.support.scripted_chat import ScriptedChat, hang
from tests.support.vscode import VSCode

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

WHO = ("-c", "user.name=a", "-c", "user.email=a@b")
COMMITTED = "def last(rows):\n    return rows[0]\n"
CHANGED = "def last(rows):\n    return rows[len(rows)]\n"
MENDED = "def last(rows):\n    return rows[-1]\n"
SUBJECT, OTHER_SUBJECT = "feat: give the last row", "fix: give the last row"
FOUND = "This is one row too far."
REVIEW = json.dumps(
    {"findings": [{"quote": "return rows[len(rows)]", "severity": "error", "message": FOUND}]}
)


@dataclass
class Repositories:
    """A window on two repositories, `one` and `two`, each with a changed file of its name."""

    window: "Workbench"
    chat: ScriptedChat
    top: Path

    def box(self, name: str) -> str:
        """What the box for the message of that repository holds."""
        lines = self._editor(name).locator(".view-line")
        read = "(all) => all.sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))"
        text: str = lines.evaluate_all(f"{read}.map((line) => line.textContent).join('\\n')")
        return text.replace("\xa0", " ")

    def type_into_box(self, name: str, text: str) -> None:
        """Type at the end of what that box holds."""
        self.click_box(name)
        self.window.press("Control+End")
        self.window.type(text)
        self.window.wait_until("it is typed", lambda: self.box(name).endswith(text))

    def click_box(self, name: str) -> None:
        """Put the keyboard into that box."""
        self._editor(name).locator(".view-lines").click()

    def press(self, name: str, title: str) -> None:
        """Press a button in the title of that repository."""
        row = self.window.page.locator(f".scm-view .monaco-list-row[aria-label='{name} Git']")
        row.locator(f".action-label[aria-label='{title}']").click()

    def wait_for_box(self, name: str, text: str) -> None:
        """Wait until that box holds exactly that."""
        self.window.wait_until(f"the box holds {text!r}", lambda: self.box(name) == text)

    @property
    def squiggle(self) -> "Locator":
        """What marks an error in the editor."""
        return self.window.page.locator(".squiggly-error").first

    def open(self, name: str) -> None:
        """Open the file of that repository."""
        self.window.press("Control+Shift+e")
        path = self.top / name / f"{name}.py"
        if not self.window.page.locator(".explorer-folders-view", has_text=path.name).count():
            self.window.row_of(name).click()
        self.window.open(path)

    def _editor(self, name: str) -> "Locator":
        return self.window.page.locator(f".scm-editor .monaco-editor[data-uri$='%252F{name}']")


@pytest.fixture(scope="module")
def repositories(code: VSCode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repositories]:
    top = tmp_path_factory.mktemp("repositories") / "project"
    for name in ("one", "two"):
        folder = top / name
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(COMMITTED, encoding="utf-8")
        for arguments in (("init", "-q"), ("add", "."), (*WHO, "commit", "-qm", "feat: give a row")):
            subprocess.run(["git", *arguments], cwd=folder, check=True)
        (folder / f"{name}.py").write_text(CHANGED, encoding="utf-8")
    chat = ScriptedChat()
    with chat.serving() as url:
        own = {"ptLsp.endpoint.baseUrl": url, "git.enabled": True, **PLAIN}
        with code.opened(top, {"ptLsp.server.command": ready_server.command()}, own) as window:
            window.wait_for_status("ready")
            yield Repositories(window, chat, top)


def test_a_message_comes_into_the_box_of_its_repository_above_what_was_typed_there(
    repositories: Repositories,
) -> None:
    window, chat = repositories.window, repositories.chat
    window.press("Control+Shift+g")
    window.wait_until("git knows both", window.page.locator(".scm-editor").nth(1).is_visible)
    repositories.type_into_box("two", "Refs: 12")
    chat.add(SUBJECT)
    repositories.press("two", "Write Commit Message")
    repositories.wait_for_box("two", f"{SUBJECT}\n\nRefs: 12")
    assert repositories.box("one") == ""
    assert "rows[len(rows)]" in chat.requests[-1].text
    chat.add(OTHER_SUBJECT)
    repositories.press("two", "Write Commit Message")
    repositories.wait_for_box("two", f"{OTHER_SUBJECT}\n\nRefs: 12")
    repositories.click_box("two")
    window.press("Control+z")
    repositories.wait_for_box("two", f"{SUBJECT}\n\nRefs: 12")
    window.press("Control+z")
    repositories.wait_for_box("two", "Refs: 12")


def test_a_second_click_asks_for_nothing_more_and_a_cancelled_message_leaves_the_box_as_it_is(
    repositories: Repositories,
) -> None:
    window, chat = repositories.window, repositories.chat
    before, n_asked = repositories.box("two"), len(chat.requests)
    chat.add(hang())
    repositories.press("two", "Write Commit Message")
    window.wait_until("it is asked", lambda: len(chat.requests) > n_asked)
    repositories.press("two", "Write Commit Message")
    window.cancel_progress()
    window.wait_until("the endpoint is left alone", lambda: chat.disconnect_times)
    window.wait_until("its progress is gone", lambda: not window.messages())
    assert repositories.box("two") == before
    assert len(chat.requests) == n_asked + 1


def test_from_the_palette_it_is_asked_which_repository_is_meant(repositories: Repositories) -> None:
    window, chat = repositories.window, repositories.chat
    window.run("PowerTokens: Write Commit Message")
    window.wait_until("the choice", lambda: "which repository" in window.asks_for())
    chat.add(SUBJECT)
    window.choose("one")
    repositories.wait_for_box("one", SUBJECT)


def test_findings_in_what_has_changed_are_listed_though_no_file_is_open(repositories: Repositories) -> None:
    window, chat = repositories.window, repositories.chat
    window.run("PowerTokens: Review Changes")
    window.wait_until("the choice", lambda: "which repository" in window.asks_for())
    chat.add(REVIEW)
    window.choose("one")
    told = window.page.locator(".statusbar-item", has_text="1 finding; the Problems view lists them.")
    told.wait_for()
    window.page.locator(".statusbar-item a[aria-label*='Errors: 1']").first.wait_for()
    repositories.open("one")
    repositories.squiggle.wait_for()
    window.run("PowerTokens: Clear Review")
    window.wait_until("it is gone", lambda: not repositories.squiggle.count())


def test_a_finding_is_seen_in_its_line_and_its_quick_fix_runs(repositories: Repositories) -> None:
    window, chat = repositories.window, repositories.chat
    repositories.open("one")
    chat.add(REVIEW)
    window.run("PowerTokens: Review File")
    repositories.squiggle.wait_for()
    window.go_to(2, 12)
    chat.add(MENDED)
    window.choose_action(FOUND)
    window.wait_for_text(MENDED)
    assert FOUND in chat.requests[-1].text
    window.wait_until("the finding is gone", lambda: not repositories.squiggle.count())


def test_findings_of_a_selection_are_cleared_and_fix_of_the_palette_knows_them(
    repositories: Repositories,
) -> None:
    window, chat = repositories.window, repositories.chat
    repositories.open("two")
    window.go_to(2)
    window.press("Shift+End")
    for after in ("Clear Review", "Fix"):
        chat.add(REVIEW)
        window.run("PowerTokens: Review Selection")
        repositories.squiggle.wait_for()
        if after == "Fix":
            chat.add(MENDED)
        window.run(f"PowerTokens: {after}")
        window.wait_until(f"it is gone by {after}", lambda: not repositories.squiggle.count())
        window.focus()
    window.wait_for_text(MENDED)
    assert FOUND in chat.requests[-1].text


def test_in_the_file_that_git_opens_for_a_message_it_is_written_there(repositories: Repositories) -> None:
    window, chat = repositories.window, repositories.chat
    folder = repositories.top / "two"
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    opening = ["git", *WHO, "-c", "core.editor=true", "commit"]
    subprocess.run(opening, cwd=folder, check=False, capture_output=True)
    window.run("File: Open File...")
    window.answer(str(folder / ".git" / "COMMIT_EDITMSG"))
    window.wait_for("# Changes to be committed:")
    window.focus()
    chat.add(SUBJECT)
    window.run("PowerTokens: Write Commit Message")
    window.wait_until("it is in the file", lambda: window.text().startswith(f"{SUBJECT}\n"))
    assert "rows[len(rows)]" in chat.requests[-1].text
