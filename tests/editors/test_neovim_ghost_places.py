"""Where ghost text is shown in real Neovims, and where it is not; and what accepts it in parts."""

from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import INIT, companion, older_too, with_plugin
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

UNFINISHED = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"
DONE = UNFINISHED.replace("    \n", "    return alpha + b\n", 1).removesuffix("\n")
KEYS = """
local completion = require('pt_lsp').completion
vim.keymap.set('i', '<F2>', completion.accept_word)
vim.keymap.set('i', '<F3>', completion.accept_line)
vim.keymap.set('i', '<F4>', function() completion.accept_to() end)
vim.keymap.set('i', '<F5>', completion.dismiss)
vim.keymap.set('i', '<F6>', completion.next)
vim.keymap.set('i', '<F7>', completion.previous)
vim.keymap.set('i', '<F8>', completion.trigger)
_G.told = {}
vim.api.nvim_create_autocmd('User', { pattern = 'PtLspCompletion', callback = function(args)
  table.insert(_G.told, { args.data.kind, args.data.text, args.data.part })
end })
"""
PLACE = "return require('pt_lsp.completion.place').now() ~= nil"


def stands(nvim: Neovim, line: str) -> None:
    """Wait until the cursor's line reads so."""
    nvim.wait_until(f"{line!r}", lambda: nvim.lua("return vim.api.nvim_get_current_line()") == line)


@older_too
def test_parts_are_accepted_as_undo_steps_of_their_own_and_the_rest_stays(
    tmp_path: Path, binary: Path
) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED, binary=binary) as nvim:
        nvim.lua(KEYS)
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("<F2>")
        stands(nvim, "    return")
        assert nvim.ghost_text() == " alpha + b"
        nvim.press("<F4>+")
        stands(nvim, "    return alpha +")
        assert nvim.ghost_text() == " b"
        nvim.press("<F3>")
        nvim.wait_until("all stands", lambda: nvim.text() == DONE)
        assert not nvim.ghost_text()
        assert nvim.lua("return _G.told") == [
            ["shown", "return alpha + b"],
            ["accepted", "return", "word"],
            ["accepted", " alpha +", "character"],
            ["accepted", " b", "line"],
        ]
        for line in ("    return alpha +", "    return", "    "):
            nvim.press("<Esc>u")
            stands(nvim, line)


TO_CHARACTER = {
    "a key that `map` shares": "require('pt_lsp').completion.map('<F4>', 'accept_to')",
    "a <Plug>": "vim.keymap.set('i', '<F4>', '<Plug>(PtLspAcceptTo)')",
}


@older_too
@pytest.mark.parametrize("mapping", TO_CHARACTER.values(), ids=TO_CHARACTER)
def test_a_key_that_is_no_character_of_the_ghost_text_leaves_all_as_it_is(
    tmp_path: Path, binary: Path, mapping: str
) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED, binary=binary) as nvim:
        nvim.lua(mapping)
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("<F4><Esc><F4>#<F4><Left>r")
        stands(nvim, "    r")
        assert nvim.ghost_text() == "eturn alpha + b"
        nvim.lua("vim.fn.getcharstr = function() error('Keyboard interrupt') end")
        nvim.press("<F4>e")
        stands(nvim, "    re")
        assert not nvim.messages()


@older_too
def test_what_was_dismissed_comes_back_by_hand_or_with_another_text(tmp_path: Path, binary: Path) -> None:
    # What is asked for by hand is shown with the first, once it is known whether there are others.
    chat = ScriptedChat(*["return alpha + b"] * 3, forever=hang())
    with companion(tmp_path, chat, UNFINISHED, binary=binary) as nvim:
        nvim.lua(KEYS)
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("<F5><Esc>A")
        nvim.wait_until("it was told", lambda: nvim.lua("return _G.told[2] and _G.told[2][1]") == "dismissed")
        nvim.press("<F8>")
        nvim.wait_until("it was asked for", nvim.ghost_text)
        nvim.press("<F5>r")
        nvim.wait_until("the text is another", lambda: nvim.ghost_text() == "eturn alpha + b")


WHERE = [
    ("A", "", True),
    ("R", "", False),
    ("<C-v>jjA", "", False),
    ("<C-v>jjc", "", False),
    ("<C-v>jjA<C-r>=1<CR>", "", False),
    ("qqA", "", False),
    ("A<Right><Right>", "vim.wo.virtualedit = 'all'", False),
    ("A<C-o>", "", False),
]


@older_too
def test_there_is_no_place_for_ghost_text_where_keys_do_not_go_into_the_text_at_the_cursor(
    tmp_path: Path, binary: Path
) -> None:
    with companion(tmp_path, ScriptedChat(), UNFINISHED, binary=binary, completes=False) as nvim:
        for keys, setup, is_place in WHERE:
            nvim.lua("vim.wo.virtualedit = ''; vim.cmd('2');" + setup)
            nvim.press(keys)
            if not keys.endswith("<C-o>"):
                nvim.wait_until(
                    "keys are typed", lambda: nvim.lua("return vim.api.nvim_get_mode().mode")[0] in "iR"
                )
            assert nvim.lua(PLACE) is is_place, (keys, setup)
            nvim.press("<Esc><Esc>" + ("q" if keys.startswith("q") else ""))
            nvim.wait_until("it is left", lambda: nvim.lua("return vim.api.nvim_get_mode().mode") == "n")


def test_others_are_asked_for_once_and_gone_through_in_a_circle(tmp_path: Path) -> None:
    chat = ScriptedChat("return alpha + b", "return alpha - b", "return alpha - b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED) as nvim:
        nvim.lua(KEYS)
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("<F6>")
        nvim.wait_until("another", lambda: nvim.ghost_text() == "return alpha - b")
        n_asked = len(chat.requests)
        nvim.press("<F6>")
        nvim.wait_until("the first again", lambda: nvim.ghost_text() == "return alpha + b")
        nvim.press("<F7>ret")
        nvim.wait_until("the other one's rest", lambda: nvim.ghost_text() == "urn alpha - b")
        assert len(chat.requests) == n_asked


NATIVE = """
local namespace = vim.api.nvim_create_namespace('nvim.lsp.inline_completion')
return #vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, {})
"""


def test_neovim_draws_nothing_beside_it_where_its_own_ghost_text_is_turned_on(tmp_path: Path) -> None:
    init = INIT + "vim.lsp.inline_completion.enable()\n"
    chat = ScriptedChat("return alpha + b", forever=hang())
    with chat.serving() as url:
        settings = {"endpoint": {"baseUrl": url}, "completion": {"debounceMs": 0}}
        with with_plugin(tmp_path, UNFINISHED, settings, init=init) as nvim:
            nvim.press("jA")
            nvim.wait_until("ghost text", nvim.ghost_text)
            nvim.lua("vim.lsp.inline_completion.enable()")
            assert nvim.lua("return vim.lsp.get_clients({ method = 'textDocument/inlineCompletion' })") == []
            nvim.press("ret")
            nvim.wait_until("less is left", lambda: nvim.ghost_text() == "urn alpha + b")
            assert nvim.lua(NATIVE) == 0


@older_too
def test_ghost_text_goes_behind_a_menu_and_comes_back_after_it(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    source = UNFINISHED + "retain, retire = 1, 2\n"
    with companion(tmp_path, chat, source, binary=binary) as nvim:
        nvim.lua("vim.o.completeopt = 'menuone,noinsert'")
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("ret<C-n>")
        nvim.wait_until("a menu", lambda: nvim.lua("return vim.fn.pumvisible()") == 1)
        nvim.wait_until("it is hidden", lambda: not nvim.ghost_text())
        nvim.press("<C-e>")
        nvim.wait_until("it is back", lambda: nvim.ghost_text() == "urn alpha + b")
