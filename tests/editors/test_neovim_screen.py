"""What stands on the screen of a real terminal with our companion in a real Neovim, as pictures in text.

`<|>` is the terminal's cursor. Rows that are blank down to the foot of the screen are left out.
"""

from pathlib import Path

import pytest

from tests.support.neovim_companion import HeldStream, older_too
from tests.support.scripted_chat import ScriptedChat, hang
from tests.support.terminal import in_terminal

pytestmark = [pytest.mark.editor, pytest.mark.terminal]

NARROW = (40, 14)

CALL = """\
def total(items):
    value = (items, rate)
    return value
"""

COMPUTED = """
def total(items):
    value = <|>compute(items, rate)
    return value
"""

BODY = "def total(items, rate):\n    \n\n\nprint(total([1], 2))\n"

LONG_REPLY = """\
return sum(item.price * item.count for item in items) * rate
"""

WRAPPED = """
def total(items, rate):
    <|>return sum(item.price * item.count f
or item in items) * rate


print(total([1], 2))
"""

BLOCK_REPLY = """\
if not items:
        raise ValueError("there is nothing to add up")
    return sum(items) * rate
"""

BLOCK = """
def total(items, rate):
    <|>if not items:
        raise ValueError("there is nothi
ng to add up")
    return sum(items) * rate


print(total([1], 2))
"""

WORDS = "tangent = 1\ntangle = 2\n\n\nprint()\n"

TYPED_WORDS = """
tangent = 1
tangle = 2
<|>tangible = 3

print()
"""

MENU = """
tangent = 1
tangle = 2
tangent<|>
tangent
tangle
"""

FAKED_MENU = """
SEEN = { is_open = false, text = nil }
package.loaded['blink.cmp'] = {
  is_menu_visible = function() return SEEN.is_open end,
  is_visible = function() return SEEN.is_open end,
  get_selected_item = function()
    return SEEN.text and { label = SEEN.text, insertText = SEEN.text }
  end,
}
local function visible() return SEEN.is_cmp_open == true end
local function none() end
SEEN.window = { visible = visible, get_selected_entry = none, event = { on = none } }
package.loaded['cmp'] = {
  visible = visible,
  get_selected_entry = none,
  event = {
    on = function(_, name, callback)
      SEEN[name] = callback
      return function() end
    end,
  },
}
"""
"""What blink.cmp and nvim-cmp let others see of them, faked: neither can be had where these tests run."""

OPEN = {
    "blink.cmp": "SEEN.is_open = ... vim.api.nvim_exec_autocmds('User', "
    "{ pattern = ... and 'BlinkCmpMenuOpen' or 'BlinkCmpMenuClose' })",
    "cmp": "SEEN.is_cmp_open = ... local call = SEEN[... and 'menu_opened' or 'menu_closed'] "
    "if call then call({ window = SEEN.window }) end",
}

REVIEWED = """\
import os


def add(a, b):
    # adds
    return a + b


def twice(a):
    return a * 2
"""

NEW = "def add(a, b, c=0):\n    return a + b + c"

PENDING = """
  <|>import os


  def add(a, b):
      # adds
      return a + b
~ def add(a, b, c=0):   Take more: :Pt accept, :Pt reject or :Pt retry
~     return a + b + c


  def twice(a):
      return a * 2
"""

EXPLAINED = """
import os


<|>def add(a, b):
    # adds
    return a + b


def twice(a):
    return a * 2






sample.py
# add

It adds two numbers.
"""

CLOSED = """
import os


<|>def add(a, b):
    # adds
    return a + b


def twice(a):
    return a * 2
"""


def is_asked(chat: ScriptedChat, count: int) -> None:
    chat.wait_until(lambda: len(chat.requests) >= count)


@older_too
def test_ghost_text_in_mid_line_pushes_code_aside_and_is_gone_on_the_very_screen_of_a_wrong_key(
    tmp_path: Path, binary: Path
) -> None:
    with in_terminal(tmp_path, ScriptedChat("compute", forever=hang()), CALL, binary=binary) as terminal:
        terminal.strike("jf(i")
        terminal.shows(COMPUTED)
        assert terminal.style_of("compute") != terminal.style_of("return value")
        assert terminal.style_of("rate)") == terminal.style_of("return value")
        mark = terminal.redraws.now()
        terminal.strike("x")
        screen = terminal.redraws.since(mark, "value = x")
        assert screen.rstrip() == CALL.replace("= (", "= x(").rstrip()


@older_too
def test_ghost_text_that_says_the_rest_of_the_line_again_covers_none_of_it(
    tmp_path: Path, binary: Path
) -> None:
    chat = ScriptedChat("compute(items, rate)", forever=hang())
    with in_terminal(tmp_path, chat, CALL, binary=binary) as terminal:
        terminal.strike("jf(i")
        terminal.shows(COMPUTED)
        terminal.strike("co")
        terminal.shows(COMPUTED.replace("<|>co", "co<|>"))


@pytest.mark.parametrize(("answer", "picture"), [(LONG_REPLY, WRAPPED), (BLOCK_REPLY, BLOCK)])
@older_too
def test_ghost_text_wider_than_the_window_wraps_as_code_does(
    tmp_path: Path, binary: Path, answer: str, picture: str
) -> None:
    chat = ScriptedChat(answer, forever=hang())
    with in_terminal(tmp_path, chat, BODY, binary=binary, size=NARROW) as terminal:
        terminal.strike("jA")
        terminal.shows(picture)


@older_too
def test_a_menu_takes_ghost_text_away_and_leaves_it_there_again(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat("tangible = 3", forever=hang())
    with in_terminal(tmp_path, chat, WORDS, binary=binary) as terminal:
        terminal.strike("jjI")
        terminal.shows(TYPED_WORDS)
        terminal.strike("ta", "C-n")
        terminal.shows(MENU)
        terminal.strike("C-e")
        terminal.shows(TYPED_WORDS.replace("<|>ta", "ta<|>"))


@pytest.mark.parametrize("plugin", ["blink.cmp", "cmp"])
@older_too
def test_the_menu_of_a_plugin_takes_ghost_text_away_and_leaves_it_there_again(
    tmp_path: Path, binary: Path, plugin: str
) -> None:
    chat = ScriptedChat("tangible = 3", forever=hang())
    with in_terminal(tmp_path, chat, WORDS, binary=binary, setup=FAKED_MENU) as terminal:
        terminal.strike("jjI")
        terminal.shows(TYPED_WORDS)
        terminal.lua(OPEN[plugin], True)
        terminal.shows(TYPED_WORDS.replace("tangible = 3", ""))
        terminal.lua(OPEN[plugin], False)
        terminal.shows(TYPED_WORDS)


@older_too
def test_a_pending_edit_shows_what_it_took_out_above_what_it_put_in(tmp_path: Path, binary: Path) -> None:
    with in_terminal(tmp_path, ScriptedChat(NEW), REVIEWED, binary=binary, completes=False) as terminal:
        terminal.lua("vim.cmd('4,6Pt edit Take more')")
        terminal.shows(PENDING)
        assert terminal.style_of("# adds") != terminal.style_of("import os")
        assert terminal.style_of("return a + b + c") != terminal.style_of("import os")
        assert terminal.style_of("# adds") != terminal.style_of("return a + b + c")


@older_too
def test_an_explanation_streams_into_a_page_that_takes_no_change_and_is_closed_by_q(
    tmp_path: Path, binary: Path
) -> None:
    held = HeldStream()
    with in_terminal(tmp_path, ScriptedChat(held.step), REVIEWED, binary=binary) as terminal:
        try:
            terminal.strike("4G")
            terminal.shows(CLOSED)  # keys come by another way than what is run
            terminal.lua("vim.cmd('Pt explain')")
            held.send("# add\n\nIt adds ")
            terminal.shows(EXPLAINED.replace(" two numbers.", ""))
        finally:
            held.finish("two numbers.\n")
        terminal.shows(EXPLAINED)
        terminal.lua("vim.cmd.wincmd('j')")
        assert terminal.lua("return vim.bo.modifiable") is False
        terminal.strike("q")
        terminal.shows(CLOSED)
