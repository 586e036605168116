"""A tab that is closed in the real VS Code while an edit streams into it, each in a window of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors.conftest import Editing
from tests.support.gated_answer import GatedAnswer
from tests.support.scripted_chat import ScriptedChat
from tests.support.streamed_total import FIRST, REST, SOURCE, stream_half

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

AUTO_SAVE = {"files.autoSave": "afterDelay", "files.autoSaveDelay": 100}
QUIET = {"ptLsp.completion.automatic": False}


def close_tab(window: "Workbench", answer: str | None = None) -> None:
    """Close the tab by its button, and answer what VS Code asks then."""
    tab = window.page.locator(".tab.active")
    tab.hover()
    tab.locator(".tab-actions .action-label").click()
    if answer is not None:
        window.page.locator(".monaco-dialog-box .monaco-button").get_by_text(answer, exact=True).click()
    window.wait_until("no tab is open", lambda: not window.page.locator(".tab").count())


def told(window: "Workbench") -> list[str]:
    """What messages say; what shows the progress may still be fading out."""
    return [message for message in window.messages() if not message.startswith("PowerTokens: Implementing")]


def wait_on_disk(window: "Workbench", path: Path, part: str) -> None:
    """Wait until the file holds that."""
    window.wait_until(f"the file holds {part}", lambda: part in path.read_text(encoding="utf-8"))


def test_what_auto_save_wrote_is_taken_back_when_the_tab_is_closed(editing_alone: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    settings = QUIET | AUTO_SAVE
    with editing_alone(SOURCE, ScriptedChat(answer.step), **settings) as (window, path), answer.ended():
        stream_half(window)
        wait_on_disk(window, path, "numbers[5]")
        close_tab(window)
        window.wait_until("the file as it was", lambda: path.read_text(encoding="utf-8") == SOURCE)
        window.wait_for_status("ready")
        window.open(path)
        window.wait_for_text(SOURCE)
        assert window.lenses() == []
        assert told(window) == []
        assert window.saved(path) == SOURCE


@pytest.mark.parametrize("choice", ["Save", "Don't Save"])
def test_a_tab_closed_without_auto_save_leaves_the_file_as_it_was(
    editing_alone: Editing, choice: str
) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing_alone(SOURCE, ScriptedChat(answer.step), **QUIET) as (window, path), answer.ended():
        stream_half(window)
        close_tab(window, choice)
        window.wait_for_status("ready")
        window.wait_until("the file as it was", lambda: path.read_text(encoding="utf-8") == SOURCE)
        window.open(path)
        window.wait_for_text(SOURCE)
        assert window.lenses() == []
        assert told(window) == []
        assert window.saved(path) == SOURCE


def test_what_was_typed_elsewhere_is_in_the_file_that_is_taken_back(editing_alone: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    settings = QUIET | AUTO_SAVE
    with editing_alone(SOURCE, ScriptedChat(answer.step), **settings) as (window, path), answer.ended():
        stream_half(window)
        window.go_to(1, 10)
        window.type(" (mine)")
        wait_on_disk(window, path, "(mine)")
        close_tab(window)
        wanted = SOURCE.replace("# the top", "# the top (mine)")
        window.wait_until("the file as it was", lambda: path.read_text(encoding="utf-8") == wanted)


def test_a_tab_that_is_opened_again_at_once_reads_as_before_in_the_end(
    editing_alone: Editing,
) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    settings = QUIET | AUTO_SAVE
    with editing_alone(SOURCE, ScriptedChat(answer.step), **settings) as (window, path), answer.ended():
        stream_half(window)
        wait_on_disk(window, path, "numbers[5]")
        close_tab(window)
        window.press("Control+Shift+t")
        window.wait_for("def total")

        def is_settled() -> bool:
            reject = [title for title in window.lenses() if "Take It Back" in title]
            if reject:
                window.click_lens(reject[0])
            return window.text() == SOURCE and not window.lenses()

        window.wait_until("the text as it was", is_settled)
        window.wait_until("the file as it was", lambda: path.read_text(encoding="utf-8") == SOURCE)


def test_another_language_in_mid_stream_leaves_an_edit_that_can_be_rejected(editing_alone: Editing) -> None:
    answer = GatedAnswer(f"```python\n{FIRST}", f"{REST}\n```")
    with editing_alone(SOURCE, ScriptedChat(answer.step), **QUIET) as (window, path), answer.ended():
        stream_half(window)
        window.run("Change Language Mode")
        window.page.locator(".quick-input-widget input").first.fill("Plain Text")
        window.page.locator(".quick-input-list .monaco-list-row", has_text="Plain Text").first.click()
        window.wait_until(
            "a lens that takes it back", lambda: [t for t in window.lenses() if "Take It Back" in t]
        )
        window.click_lens(next(title for title in window.lenses() if "Take It Back" in title))
        window.wait_for_text(SOURCE)
        assert window.saved(path) == SOURCE
