"""The page beside the code in VS Code, on which the extension shows explanations and what was sent."""

from playwright.sync_api import FrameLocator, Locator

from tests.support.workbench import Workbench


class AnswerPage:
    """Read and used as a person does."""

    def __init__(self, window: Workbench) -> None:
        self._window = window

    @property
    def frame(self) -> FrameLocator:
        """What is in the panel: a frame within a frame."""
        return self._window.page.frame_locator("iframe.webview.ready").frame_locator("#active-frame")

    def panels(self) -> int:
        """How many there are."""
        return self._window.page.locator("iframe.webview").count()

    def text(self) -> str:
        """The answer as it reads; empty while there is no page."""
        return self._read("article")

    def title(self) -> str:
        """Its heading."""
        return self._read("h1")

    def note(self) -> str:
        """How the answer stands."""
        return self._read("[role=status]")

    def buttons(self) -> list[str]:
        """Those that can be pressed."""
        return self.frame.locator("button:visible").all_text_contents()

    def press(self, button: str) -> None:
        """Press a button."""
        self._button(button).click()

    def reached(self, button: str) -> bool:
        """Whether a button has the keyboard; where nothing of the page has it yet, one key goes there."""
        if not self._window.page.evaluate("document.activeElement.matches('iframe.webview')"):
            return False  # the code has it, and would take the key
        if not self.frame.locator("*:focus").count():
            self._window.press("Tab")
        return bool(self._button(button).evaluate("(button) => button === document.activeElement"))

    def follow(self, link: str) -> None:
        """Click a link."""
        self.frame.get_by_role("link", name=link, exact=True).click()

    def wait_for(self, part: str) -> None:
        """Wait until the answer holds that."""
        self._window.wait_until(f"the page shows {part}", lambda: part in self.text())

    def wait_until_whole(self) -> None:
        """Wait until nothing more comes."""
        busy = self.frame.locator("article")
        self._window.wait_until("the answer is whole", lambda: busy.get_attribute("aria-busy") == "false")

    def links(self) -> list[str]:
        """What can be followed."""
        return self.frame.get_by_role("link").all_text_contents()

    def _button(self, name: str) -> Locator:
        return self.frame.get_by_role("button", name=name, exact=True)

    def _read(self, selector: str) -> str:
        found = self.frame.locator(selector)
        return found.inner_text() if found.count() else ""
