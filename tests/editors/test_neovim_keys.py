"""Keys of ghost text in real Neovims, and what was on them before: without ghost text nothing has changed.

To see that, the same keys are pressed in two Neovims, of which one has the companion's map over the earlier.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.support.editors import NVIM, Neovim, neovim
from tests.support.neovim_companion import PLUGIN, companion, older_too
from tests.support.scripted_chat import ScriptedChat, hang

pytestmark = pytest.mark.editor

ON_RUNTIMEPATH = "vim.opt.runtimepath:prepend(given.environment.PT_LSP_TEST_PLUGIN)"
INIT = f"""
local given = vim.json.decode(%(given)s)
vim.o.swapfile = false
vim.o.shortmess = vim.o.shortmess .. 'I'
{ON_RUNTIMEPATH}
vim.o.expandtab, vim.o.shiftwidth, vim.o.softtabstop = true, 4, 4
vim.o.completeopt = 'menu,menuone,noinsert'
vim.cmd.iabbrev('foo barbar')
"""

EARLIER = {
    "nothing but what Neovim maps": "",
    "nothing": "pcall(vim.keymap.del, 'i', '<Tab>')",
    "text": "vim.keymap.set('i', '<Tab>', 'text')",
    "a function": """
        vim.keymap.set('i', '<Tab>', function() vim.api.nvim_put({ 'called' }, 'c', false, true) end)
    """,
    "an expression of a menu": """
        vim.keymap.set('i', '<Tab>', function()
          return vim.fn.pumvisible() == 1 and '<C-n>' or '<Tab>'
        end, { expr = true })
    """,
    "an expression that gives back its key to be mapped": """
        vim.keymap.set('i', '<Tab>', function() return '<Tab>!' end, { expr = true, remap = true })
    """,
    "its key to be mapped, with more": "vim.keymap.set('i', '<Tab>', '<Tab>|<lt>', { remap = true })",
    "a plugin's <Plug>": """
        vim.keymap.set('i', '<Plug>(other)', 'other')
        vim.keymap.set('i', '<Tab>', '<Plug>(other)', { remap = true })
    """,
    "a script's own function": "vim.cmd.source(vim.env.PT_LSP_TEST_SCRIPT)",
    "one of this buffer": "vim.keymap.set('i', '<Tab>', 'local', { buffer = 0 })",
}
SCRIPT = """
function! s:tab()
  return "\\<Tab>s"
endfunction
imap <expr> <Tab> <SID>tab()
"""
PRESSED = [
    "ix<Tab>y<Tab>z<Esc>",
    "ix foo<Tab>z<Esc>",
    "ialpha alpine<CR>al<C-n><Tab>z<Esc>",
    "ia<Tab>b<Esc>o<Esc>.",
    "qqia<Tab>b<Esc>q2@q",
    "ia<Tab>b<Esc>ic<Tab><Esc>u",
    "i    <Tab><BS>x<Esc>",
    "Rab<Tab>c<Esc>",
]
READ_TWICE = """
for _ = 1, 2 do
  for name in pairs(package.loaded) do
    if vim.startswith(name, 'pt_lsp') then package.loaded[name] = nil end
  end
  require('pt_lsp').completion.map('<Tab>', 'accept', { buffer = %s })
end
"""


@contextmanager
def configured(folder: Path, configuration: str, binary: Path, *, init: str = INIT) -> Iterator[Neovim]:
    """A Neovim without a server, in which this has been configured."""
    folder.mkdir(exist_ok=True)
    (folder / "script.vim").write_text(SCRIPT)
    environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN)}
    with neovim(folder, [], {}, environment, init=init, binary=binary) as nvim:
        nvim.lua(f"vim.env.PT_LSP_TEST_SCRIPT = {json.dumps(str(folder / 'script.vim'))}\n{configuration}")
        yield nvim


def comes_of(nvim: Neovim, keys: str) -> str:
    """The text that an empty buffer holds after the keys were pressed."""
    nvim.lua("vim.g.is_done = nil; vim.api.nvim_buf_set_lines(0, 0, -1, true, {}); vim.fn.setreg('q', '')")
    before, menu, after = keys.partition("<C-n>")
    nvim.press(before + menu)
    if menu:  # which is not open yet while keys wait
        nvim.wait_until("the menu is open", lambda: nvim.lua("return vim.fn.pumvisible() == 1"))
    nvim.press(f"{after}<Cmd>let g:is_done = 1<CR>")
    nvim.wait_until("the keys are through", lambda: nvim.lua("return vim.g.is_done == 1"))
    return nvim.text()


@older_too
@pytest.mark.parametrize("earlier", EARLIER.values(), ids=EARLIER)
def test_without_ghost_text_the_key_does_what_it_did(tmp_path: Path, binary: Path, earlier: str) -> None:
    map_twice = READ_TWICE % ("0" if "buffer = 0" in earlier else "nil")
    with (
        configured(tmp_path / "plain", earlier, binary) as plain,
        configured(tmp_path / "ours", earlier + "\n" + map_twice, binary) as ours,
    ):
        seen = [(comes_of(ours, keys), comes_of(plain, keys)) for keys in PRESSED]
        assert [ours for ours, _ in seen] == [plain for _, plain in seen]
        assert not re.search(r"E\d+:", ours.messages())


UNFINISHED = "def add(alpha, b):\n    \n\n\nprint(add(1, 2))\n"
ACCEPTING = {
    "a key that `map` shares": "require('pt_lsp').completion.map('<Tab>')",
    "a <Plug>": "vim.keymap.set('i', '<Tab>', '<Plug>(PtLspAccept)')",
    "a function with a key": """
        vim.keymap.set('i', '<Tab>', function() require('pt_lsp').completion.accept('<Tab>') end)
    """,
    "an expression with a key": """
        vim.keymap.set('i', '<Tab>', function()
          return require('pt_lsp').completion.accept('<Tab>')
        end, { expr = true })
    """,
    "a chain of a function": """
        vim.keymap.set('i', '<Tab>', function()
          require('pt_lsp').completion.accept(function()
            vim.api.nvim_feedkeys(vim.keycode('<Tab>'), 'in', false)
          end)
        end)
    """,
}
SNIPPET = "vim.snippet.expand('a(${1:one}, ${2:two})$0')"
PLUGS = """
local names = {}
for _, row in ipairs(require('pt_lsp.keys').ALL) do
  for _, mode in ipairs(row.modes) do
    local mapping = vim.fn.maparg(('<Plug>(PtLsp%s)'):format(row.plug), mode, false, true)
    assert(mapping.desc == row.doc, row.plug)
    table.insert(names, mode .. ' ' .. row.plug)
  end
end
return names
"""
ALL_KEYS = """
local keys = {}
for _, mode in ipairs({ 'n', 'i', 'x', 's', 'o', 'c', 't' }) do
  for _, mapping in ipairs(vim.api.nvim_get_keymap(mode)) do
    if not vim.startswith(mapping.lhs, '<Plug>') then table.insert(keys, mode .. mapping.lhs) end
  end
end
return keys
"""
MODE = "return vim.api.nvim_get_mode().mode"
IS_IN_SNIPPET = "return vim.snippet.active({ direction = 1 })"
LOADED = """
return vim.tbl_filter(function(name) return vim.startswith(name, 'pt_lsp') end, vim.tbl_keys(package.loaded))
"""


@older_too
def test_a_shared_key_accepts_ghost_text_and_types_itself_without(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED, binary=binary) as nvim:
        nvim.lua("vim.bo.softtabstop = 4")
        for name, setting in ACCEPTING.items():
            nvim.lua(f"vim.keymap.del('i', '<Tab>'); {setting}")
            nvim.lua("vim.api.nvim_buf_set_lines(0, 0, -1, true, ...)", UNFINISHED.splitlines())
            nvim.press("2GA")
            nvim.wait_until(f"ghost text for {name}", nvim.ghost_text)
            nvim.press("<Tab> +<Tab>1<Tab>")
            nvim.wait_until("all is typed", lambda: "    return alpha + b +  1   \n" in nvim.text())
            nvim.press("<Esc>")
            nvim.wait_until("Insert mode is left", lambda: nvim.lua(MODE) == "n")
        assert not re.search(r"E\d+:", nvim.messages())


@older_too
def test_a_dot_repeats_what_was_typed_and_accepted(tmp_path: Path, binary: Path) -> None:
    chat = ScriptedChat("return alpha + b", forever=hang())
    with companion(tmp_path, chat, UNFINISHED, binary=binary) as nvim:
        nvim.press("jA")
        nvim.wait_until("ghost text", nvim.ghost_text)
        nvim.press("re<Tab> + 1<Esc>G.")
        nvim.wait_until("both lines have it", lambda: nvim.text().count("return alpha + b + 1") == 2)


def is_selecting(nvim: Neovim, text: str) -> bool:
    return bool(nvim.lua(MODE) == "s" and nvim.text() == text)


@older_too
def test_the_jumps_of_snippets_outlive_a_map_over_neovims_own(tmp_path: Path, binary: Path) -> None:
    with configured(tmp_path / "ours", "", binary) as nvim:
        for setting in list(ACCEPTING.values())[:4]:
            nvim.lua(f"vim.cmd.enew({{ bang = true }}); {setting}")
            nvim.press(f"i<Cmd>lua {SNIPPET}<CR>")
            for word, before in (("1", "a(one, two)"), ("2", "a(1, two)")):
                # Typed sooner, they would come in front of the keys with which Neovim selects.
                nvim.wait_until("a place is selected", partial(is_selecting, nvim, before))
                nvim.press(f"{word}<Tab>")
            nvim.wait_until("the last place is reached", lambda: not nvim.lua(IS_IN_SNIPPET))
            nvim.press("3<Esc>")
            nvim.wait_until("all is typed", lambda: nvim.text() == "a(1, 2)3")


def test_each_plug_exists_no_key_is_taken_and_nothing_else_is_loaded(tmp_path: Path) -> None:
    with configured(tmp_path / "ours", "", NVIM) as ours:
        assert ours.lua(LOADED) == ["pt_lsp.keys"]
        assert {"i Accept", "n AcceptHunk", "o Hunk", "x Hunk"} < set(ours.lua(PLUGS))
        taken = ours.lua(ALL_KEYS)
    with configured(tmp_path / "plain", "", NVIM, init=INIT.replace(ON_RUNTIMEPATH, "")) as plain:
        assert taken == plain.lua(ALL_KEYS)


def test_a_plug_with_nothing_to_do_types_the_one_key_that_calls_it(tmp_path: Path) -> None:
    two = """
        vim.keymap.set('i', '<C-Right>', '<Plug>(PtLspAcceptWord)')
        vim.keymap.set('i', '<C-l>', '<Plug>(PtLspDismiss)')
        vim.keymap.set('i', '<C-d>', '<Plug>(PtLspDismiss)')
    """
    with configured(tmp_path / "ours", two, NVIM) as nvim:
        assert comes_of(nvim, "ione two<Home><C-Right>x<C-l><C-d><Esc>") == "one xtwo"
