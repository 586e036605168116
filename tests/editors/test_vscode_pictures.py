"""The states that the README shows, reached as a person reaches them, in a dark window and in a light one.

`UPDATE_PICTURES=1` keeps what they look like in docs/pictures/.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.editors.conftest import Editing
from tests.support.scripted_chat import ScriptedChat

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

pytestmark = pytest.mark.vscode

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDTH, HEIGHT = 1000, 520
SOURCE = '''\
"""What a basket of things costs."""


def total(prices, rate):
    result = 0
    for price in prices:
        result = result + price
    return result + result * rate


def cheapest(prices):

'''
GHOST = "return min(prices, default=None)"
EDITED = '''\
def total(prices: list[float], rate: float) -> float:
    """The sum of the prices, with the tax of that rate."""
    net = sum(prices)
    return net + net * rate
'''
EXPLAINED = """\
Adds the prices up and puts the tax on top.

- An empty list costs `0`, whatever the rate is.
- `rate` is a share, not a percentage: line 8 adds `result * rate`.

```python
total([10, 20], 0.19)  # 35.7
```
"""
SETTINGS = {"workbench.activityBar.location": "hidden", "ptLsp.completion.automatic": False}

Keep = Callable[[str], None]


@contextmanager
def looking(editing_alone: Editing, chat: ScriptedChat, theme: str) -> "Iterator[tuple[Workbench, Keep]]":
    """A window of that theme, and what keeps a picture of it."""
    with editing_alone(SOURCE, chat, **SETTINGS, **{"workbench.colorTheme": theme}) as (window, _):
        window.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        window.run("View: Close Primary Side Bar")
        window.focus()

        def keep(name: str) -> None:
            if os.environ.get("UPDATE_PICTURES"):
                PICTURES.mkdir(exist_ok=True)
                window.text()  # all of it is drawn
                window.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")

        yield window, keep


def test_ghost_text_an_edit_and_its_review(editing_alone: Editing) -> None:
    chat = ScriptedChat(GHOST, f"```python\n{EDITED}```")
    with looking(editing_alone, chat, "Default Dark Modern") as (window, keep):
        window.go_to(12)
        window.press("Tab")
        window.run("Trigger Inline Suggestion")
        window.wait_until("ghost text", lambda: GHOST in window.ghost_text())
        keep("ghost-text")
        window.focus()
        window.press("Tab")
        window.wait_for(GHOST)
        window.go_to(5, 5)
        window.press("Control+k", "j")
        window.wait_until("it asks", lambda: "rewrite" in window.asks_for())
        window.type("type hints, a docstring, and use sum()")
        keep("rewrite")
        window.press("Enter")
        window.wait_for_lens("Reject")
        window.go_to(6)
        keep("review")
        window.run("PowerTokens: Show Changes")
        window.wait_until("old and new", lambda: window.page.locator(".monaco-diff-editor").count())
        keep("changes")


def test_an_explanation_and_the_status_menu(editing_alone: Editing) -> None:
    from tests.support.answer_page import AnswerPage

    with looking(editing_alone, ScriptedChat(EXPLAINED), "Default Light Modern") as (window, keep):
        window.go_to(5, 5)
        window.run("PowerTokens: Explain")
        AnswerPage(window).wait_until_whole()
        keep("explanation")
        window.click_status()
        window.wait_until("the menu", lambda: any("Choose Model" in row for row in window.choices()))
        keep("status")
