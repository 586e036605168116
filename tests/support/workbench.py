"""One window of VS Code, driven and read as a person does: keys, clicks, and what is on the screen.

Refuses to know our extension, and to look inside VS Code.
"""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

from playwright.sync_api import Error, Locator, Page
from playwright.sync_api import TimeoutError as Timeout

POLL_S = 0.1
TIMEOUT_S = 60.0  # of a busy machine with two cores
LOAD_S = 40.0
LOOK_S = 10.0
"""So long one look may wait for what it touches: that may have gone for good a moment before."""

EDITOR = ".editor-instance .monaco-editor"
SHOWN_TEXT = """
async () => {
  const editor = document.querySelector('.editor-group-container');
  const top = (line) => parseFloat(line.style.top);
  const read = () => {
    const lines = [...(editor?.querySelectorAll('.editor-instance .view-lines > .view-line') ?? [])];
    return lines.sort((a, b) => top(a) - top(b)).map((line) => {
      const copy = line.cloneNode(true);
      copy.querySelectorAll('[class*="ghost-text"]').forEach((ghost) => ghost.remove());
      return copy.textContent.replaceAll('\\u00a0', ' ').replaceAll(/[\\u200b\\u200c]/g, '');
    }).join('\\n');
  };
  const frame = () => new Promise(requestAnimationFrame);
  // A change may take more than one frame until all of it is drawn.
  for (let text = read(), calm = 0; ; ) {
    await frame();
    const now = read();
    calm = now === text ? calm + 1 : 0;
    text = now;
    if (calm === 3) return text;
  }
}
"""
GHOST_TEXT = """
() => {
  const lines = new Map();
  for (const piece of document.querySelectorAll('[class*="ghost-text"]')) {
    const line = piece.closest('.view-line') ?? piece;
    lines.set(line, (lines.get(line) ?? '') + piece.textContent);
  }
  return [...lines.values()].join('\\n').replaceAll('\\u00a0', ' ');
}
"""
# They stand in the page in the order in which they were drawn, each with the heading that it had last, and
# with what another list has shown in it, hidden. Those of a list that is closed stay, too.
ROWS = """
(rows) => rows.filter((row) => row.checkVisibility())
.sort((a, b) => a.dataset.index - b.dataset.index).map((row) => {
  const copy = row.cloneNode(true);
  const originals = [...row.querySelectorAll('*')];
  [...copy.querySelectorAll('*')].forEach((piece, at) => {
    if (piece.matches('.quick-input-list-separator') || !originals[at].checkVisibility()) piece.remove();
  });
  return copy.textContent;
})
"""

T = TypeVar("T")


def from_the_top(shown: Locator) -> list[Locator]:
    """Those on the screen in the order in which a person reads them; the page's is that of their drawing."""
    return sorted(shown.all(), key=lambda each: (each.bounding_box() or {"y": 0.0})["y"])


class Workbench:
    """A window. Made by `VSCode.opened`."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def come_up(self) -> None:
        """Wait until the window is there."""
        self._come_up_with(self.page.locator(".explorer-folders-view"))

    def open(self, path: Path, status: str = "ready") -> None:
        """Open a file of the folder, and wait until the extension says how it stands."""
        self.row_of(path.name).dblclick()
        # Until it is there, keys and commands are about the file that was open before.
        uri = f"[data-uri$='/{path.parent.name}/{path.name}']"
        self.page.locator(f"{EDITOR}{uri} .view-lines:visible").first.wait_for()
        self.wait_for_status(status)
        self.focus()

    def row_of(self, name: str) -> Locator:
        """The row of the Explorer with that file or folder."""
        row = self.page.locator(".explorer-folders-view .monaco-list-row", has_text=name)
        self._come_up_with(row)
        return row

    def focus(self) -> None:
        """Put the keyboard into the editor, wherever the cursor was."""
        self.page.locator(".editor-instance .native-edit-context, .editor-instance textarea").first.focus()

    def has_keyboard(self) -> bool:
        """Whether what is typed goes into the editor."""
        return bool(self.page.evaluate(f"!!document.activeElement.closest('{EDITOR}')"))

    def press(self, *keys: str) -> None:
        """Press key combinations, one after the other, such as `Control+z`."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type, each character a key."""
        self.page.keyboard.type(text)

    def go_to(self, line: int, column: int = 1) -> None:
        """Move the cursor; both count from 1."""
        place = re.compile(rf"Ln {line}, Col {column}(?!\d)")

        def is_there() -> bool:
            self.focus()
            self.press("Control+g")
            self._answer(f":{line}:{column}")
            self.page.locator(".statusbar-item", has_text=place).first.wait_for(timeout=10_000)
            return True

        self.wait_until(f"the cursor at {line}:{column}", is_there)
        self.focus()

    def add_cursor(self, line: int) -> None:
        """Put one more cursor behind the text of a line, with a click."""
        lines = from_the_top(self.page.locator(f"{EDITOR} .view-lines > .view-line"))
        lines[line - 1].click(modifiers=["Alt"], position={"x": 400, "y": 5})

    def open_palette(self) -> Locator:
        """Open the palette; gives what one types into."""
        box = self.page.locator(".quick-input-widget:visible input").first

        def is_open() -> bool:
            # A page that has just got the keyboard may miss a key.
            if not (box.is_visible() and box.input_value().startswith(">")):
                self.press("F1")
                with suppress(Timeout):
                    box.wait_for(timeout=10_000)
            return box.is_visible() and box.input_value().startswith(">")

        self.wait_until("the palette", is_open)
        return box

    def run(self, title: str) -> None:
        """Run a command by its title in the palette."""
        # What was run last stands first, also where that is only what its title begins with.
        named = self.page.locator(".label-name", has_text=re.compile(f"^{re.escape(title)}$"))
        row = self.page.locator(".quick-input-list .monaco-list-row", has=named).first

        def is_run() -> bool:
            # A page that takes the keyboard when it has loaded closes the palette, and one that was opened
            # before it was known that the command can be run does not have it.
            box = self.open_palette()
            try:
                box.fill(f">{title}", timeout=10_000)
                row.click(timeout=10_000)
            except Timeout:
                if box.is_visible():
                    self.press("Escape")
                return False
            return True

        self.wait_until(f"{title} is run", is_run)

    def answer(self, text: str) -> None:
        """Type into the input box that a command has opened."""
        self.page.locator(".quick-input-message, .quick-input-title").first.wait_for()
        self._answer(text)

    def choices(self) -> list[str]:
        """The rows of the list that a command has opened."""
        return cast("list[str]", self.page.locator(".quick-input-list .monaco-list-row").evaluate_all(ROWS))

    def choose(self, row: str) -> None:
        """Take that row of the list that a command has opened."""
        self.page.locator(".quick-input-list .monaco-list-row", has_text=row).first.click()

    def asks_for(self) -> str:
        """The title of the input or list that is open; empty while there is none."""
        return " ".join(
            self.page.locator(".quick-input-widget:visible .quick-input-title").all_text_contents()
        )

    def choose_action(self, title: str) -> None:
        """Take that entry of the lightbulb's menu."""

        def open_menu() -> None:
            self.focus()
            self.press("Control+.")

        self._choose_from_menu(title, open_menu)

    def choose_source_action(self, title: str) -> None:
        """Take that entry of the menu of what concerns the whole file."""

        def open_menu() -> None:
            self.focus()
            self.run("Source Action...")

        self._choose_from_menu(title, open_menu)

    def click_lens(self, title: str, number: int = 1, among: int = 1) -> None:
        """Click a code lens, counted from the top, once `among` of that title are drawn."""
        lenses = self.page.locator(".codelens-decoration a").get_by_text(title, exact=True)
        lenses.nth(among - 1).wait_for()
        from_the_top(lenses)[number - 1].click()

    def cursor(self) -> str:
        """Where the cursor is, as the status bar says it: `Ln 1, Col 1`."""
        return self.page.locator(".statusbar-item", has_text="Ln ").first.inner_text().strip()

    def text(self) -> str:
        """What the editor shows, without ghost text; whole files while they fit on the screen."""
        return cast("str", self.page.evaluate(SHOWN_TEXT))

    def open_old_side(self) -> None:
        """Open what git sees changed in the file that is open, and put the keyboard into the old side."""
        old_side = self.page.locator(".monaco-diff-editor .editor.original .view-lines:visible").first

        def has_keyboard() -> bool:
            if not old_side.is_visible():
                # git looks at a folder in the background, and its commands do nothing until it knows it.
                self.run("Git: Open Changes")
                with suppress(Timeout):
                    old_side.wait_for(timeout=5_000)
            old_side.click(timeout=5_000, position={"x": 5, "y": 5})
            return bool(self.page.evaluate("!!document.activeElement.closest('.editor.original')"))

        self.wait_until("the old side", has_keyboard)

    def saved(self, path: Path) -> str:
        """The file's exact text after saving it, if there is anything to save."""
        self.text()  # what was typed last is drawn, and so is the tab's mark
        unsaved = self.page.locator(".tab.active.dirty")
        if unsaved.count():
            self.press("Control+s")
            self.wait_until("it is saved", lambda: not unsaved.count())
        return path.read_text(encoding="utf-8")

    def ghost_text(self) -> str:
        """The inline completion on the screen; empty when there is none."""
        return cast("str", self.page.evaluate(GHOST_TEXT))

    def lenses(self) -> list[str]:
        """Titles of the code lenses on the screen."""
        return self.page.locator(".codelens-decoration a").all_text_contents()

    def messages(self) -> list[str]:
        """What notifications say."""
        return self.page.locator(".notification-list-item-message").all_text_contents()

    def press_button(self, title: str) -> None:
        """Press that button of a notification."""
        self.page.locator(".notification-list-item .monaco-button").get_by_text(title, exact=True).click()

    def cancel_progress(self) -> None:
        """Press the button of the progress that is shown; of what has ended it stays for a moment."""
        buttons = self.page.locator(".notification-list-item").get_by_text("Cancel", exact=True)
        self.wait_until("one progress", lambda: buttons.count() == 1)
        buttons.click()

    def is_restricted(self) -> bool:
        """Whether it says that the folder is not trusted."""
        return bool(self.page.locator(".statusbar-item", has_text="Restricted Mode").count())

    def trust(self) -> None:
        """Trust the folder."""
        self.run("Workspaces: Manage Workspace Trust")
        self.page.locator(".workspace-trust-editor .monaco-button", has_text="Trust").first.click()

    def status(self) -> str:
        """Text and tooltip of our status bar item; empty while there is none."""
        item = self.page.locator(".statusbar-item", has_text=re.compile("^PowerTokens")).first
        label = item.locator("a").first
        return f"{item.text_content()} {label.get_attribute('aria-label')}" if item.count() else ""

    def click_status(self) -> None:
        """Click our status bar item."""
        self.page.locator(".statusbar-item", has_text=re.compile("^PowerTokens")).first.click()

    def wait_for_status(self, state: str) -> None:
        """Wait until the status bar item says that state."""
        self.wait_until(f"status {state}", lambda: state in self.status())

    def wait_for(self, part: str) -> None:
        """Wait until the editor shows that somewhere."""
        self.wait_until(f"the editor shows {part}", lambda: part in self.text())

    def wait_for_lens(self, title: str) -> None:
        """Wait until a code lens says that."""
        self.wait_until(f"the lens {title}", lambda: title in self.lenses())

    def wait_for_text(self, text: str) -> None:
        """Wait until the editor shows exactly that."""
        self.wait_until(f"the text\n{text}\n", lambda: self.text() == text)

    def wait_until(self, what: str, look: Callable[[], T], timeout_s: float = TIMEOUT_S) -> T:
        """The first true value that `look` returns; a failure that shows the window if none comes in time."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            self.page.set_default_timeout(LOOK_S * 1000)
            try:
                if seen := look():
                    return seen
            except Error:  # what it looks at is being drawn anew
                pass
            finally:
                self.page.set_default_timeout(TIMEOUT_S * 1000)
            self.page.wait_for_timeout(POLL_S * 1000)  # between two looks; the page goes on meanwhile
        lists = {"messages": self.messages(), "choices": self.choices()}
        seen_instead = {"status": self.status(), "text": self.text()}
        seen_instead |= {name: "\n".join(rows) for name, rows in lists.items()}
        raise AssertionError("\n--- ".join([f"never: {what}", *map("\n".join, seen_instead.items())]))

    def screenshot(self, path: Path) -> None:
        """Keep what the window shows."""
        self.page.screenshot(path=path)

    def _come_up_with(self, shown: Locator) -> None:
        try:
            shown.wait_for(timeout=LOAD_S * 1000)
        except Timeout:  # a window that has not come up by now never does: a person would load it again
            self.page.reload()

    def _choose_from_menu(self, title: str, open_menu: Callable[[], None]) -> None:
        entry = self.page.locator(".action-widget .monaco-list-row", has_text=title).first

        def is_taken() -> bool:
            # An editor that has just got the keyboard back may miss a key. One that is only slow answers a
            # second key by putting another menu in the place of the one that is being clicked.
            if not entry.is_visible():
                open_menu()
                entry.wait_for(timeout=15_000)
            entry.click(timeout=10_000)  # it may just have gone
            entry.wait_for(state="hidden", timeout=10_000)
            return True

        self.wait_until(f"{title} is chosen", is_taken)

    def _answer(self, text: str) -> None:
        box = self._answer_box()

        def is_taken() -> bool:
            # A list that is being filled may miss a key, or put the place that it lists in place of the text;
            # one that is only slow is gone by the second try.
            if box.is_visible():
                box.fill(text)
                with suppress(Timeout):
                    box.press("Enter", timeout=5_000)
                with suppress(Timeout):
                    box.wait_for(state="hidden", timeout=5_000)
            return not box.is_visible()

        self.wait_until("the answer is taken", is_taken)

    def _answer_box(self) -> Locator:
        box = self.page.locator(
            ".quick-input-widget:visible input[type=text], .quick-input-widget:visible input"
        ).first
        box.wait_for()
        return box
