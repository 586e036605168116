"""What one sees of edits in a real Neovim with our companion: where they are, what is new, what is gone."""

from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import SOURCE, older_too, streaming
from tests.support.neovim_edits import (
    DRAWN,
    drawn,
    hints,
    is_told,
    lines_with,
    removed,
    signs,
    value,
    waiting,
    words_with,
)

pytestmark = pytest.mark.editor

OLD = """\
unused = '\x01\tend'
import os


def add(a, b):
    total = compute(a, rate)
    return total


def twice(a):
    return a * 2
    dead = 1
    # 漢字
"""
NEW = """\
import os


def add(a, b):
    total = compute(b, rate)
    # the sum
    return total


def twice(a):
    return a * 2
"""
HINT = "tidy: :Pt accept, :Pt reject or :Pt retry"
SCREEN = """
local rows = {}
for row = 1, 8 do
  local cells = vim.tbl_map(function(column) return vim.fn.screenstring(row, column) end, vim.fn.range(1, 60))
  table.insert(rows, (table.concat(cells):gsub('%s+$', '')))
end
return table.concat(rows, '\\n')
"""
TOP = """\
  unused = '^A    end'
- import os   tidy: :Pt accept, :Pt reject or :Pt retry


  def add(a, b):
      total = compute(a, rate)
~     total = compute(b, rate)
~     # the sum"""


def columns_become(nvim: Neovim, n_columns: int) -> None:
    nvim.lua("vim.o.columns = ...", n_columns)


@older_too
def test_a_waiting_edit_shows_what_is_gone_which_words_are_new_and_a_sign_at_each_hunk(
    tmp_path: Path, binary: Path
) -> None:
    with waiting(tmp_path, NEW, source=OLD, keys=":%Pt edit tidy<CR>", binary=binary) as nvim:
        assert removed(nvim) == [
            (0, ["unused = '^A    end'"]),
            (4, ["    total = compute(a, rate)"]),
            (10, ["    dead = 1", "    # 漢字"]),
        ]
        assert [mark.is_above for mark in drawn(nvim) if mark.removed] == [True, True, False]
        assert (4, 6) in lines_with(nvim, "PtLspNew")
        assert words_with(nvim, "PtLspNewWord") == ["b"]
        assert signs(nvim) == [(0, "-"), (4, "~"), (10, "-")]
        assert hints(nvim) == [(0, HINT)]
        nvim.press(":Pt accept<CR>")
        is_told(nvim, "accepted")
        assert drawn(nvim) == []


@older_too
def test_what_was_taken_out_above_the_first_line_is_on_the_screen(tmp_path: Path, binary: Path) -> None:
    with waiting(tmp_path, NEW, source=OLD, keys=":%Pt edit tidy<CR>", binary=binary) as nvim:
        nvim.show_screen()
        nvim.wait_until("the screen is right", lambda: nvim.lua(SCREEN) == TOP)
        nvim.press("Ggg")
        nvim.wait_until("it is right again", lambda: nvim.lua(SCREEN) == TOP)


def test_the_hint_is_shortened_to_the_narrowest_window_and_left_out_where_there_is_no_room(
    tmp_path: Path,
) -> None:
    with waiting(tmp_path, NEW, source=OLD, keys=":%Pt edit tidy<CR>") as nvim:
        nvim.show_screen()
        columns_become(nvim, 46)
        nvim.wait_until("it is short", lambda: hints(nvim) == [(0, ":Pt accept, reject, retry")])
        columns_become(nvim, 24)
        nvim.wait_until("it is left out", lambda: hints(nvim) == [])
        columns_become(nvim, 120)
        nvim.wait_until("it is whole", lambda: hints(nvim) == [(0, HINT)])
        nvim.press("ggA" + "  # a long remark" * 6 + "<Esc>")
        nvim.wait_until("it makes room for code", lambda: hints(nvim) == [])
        nvim.press(":set nowrap<CR>u")
        nvim.wait_until("it is whole again", lambda: hints(nvim) == [(0, HINT)])


@older_too
def test_a_running_edit_shows_where_it_writes_and_a_stopped_one_that_it_has_stopped(
    tmp_path: Path, binary: Path
) -> None:
    with streaming(tmp_path, binary) as (nvim, held, _):
        nvim.wait_until("it is drawn", lambda: signs(nvim) == [(5, ">")])
        assert hints(nvim) == [(3, "Implement ... (:Pt cancel)")]
        assert lines_with(nvim, "PtLspRunning") == [(3, 7)]
        held.send("    total += 1\n")
        nvim.wait_until("it goes on", lambda: signs(nvim) == [(6, ">")])
        nvim.press("5GA + 0<Esc>")
        nvim.wait_until("it has stopped", lambda: signs(nvim) == [(4, "!")])
        ((row, hint),) = hints(nvim)
        assert row == 3
        assert hint.startswith("Implement, stopped: :Pt reject takes it back")


@pytest.mark.parametrize(
    "rewrite",
    [
        "vim.cmd('silent %!cat')",
        "vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.api.nvim_buf_get_lines(0, 0, -1, false))",
    ],
    ids=["a filter", "one call"],
)
def test_marks_come_back_after_all_lines_are_written_anew(tmp_path: Path, rewrite: str) -> None:
    with waiting(tmp_path, NEW, source=OLD, keys=":%Pt edit tidy<CR>") as nvim:
        before, displayed = drawn(nvim), nvim.lua(DRAWN)
        assert nvim.lua(f"{rewrite}\n{DRAWN}") != displayed
        nvim.wait_until("all is drawn as before", lambda: drawn(nvim) == before)
        assert "replaced or deleted" not in nvim.messages()


def test_marks_follow_a_formatter_that_changes_indentation_everywhere(tmp_path: Path) -> None:
    with waiting(tmp_path, NEW, source=OLD, keys=":%Pt edit tidy<CR>") as nvim:
        nvim.lua(
            "local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)"
            " for number, line in ipairs(lines) do lines[number] = line:gsub('^    ', '\\t') end"
            " table.insert(lines, 1, '# formatted')"
            " vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)"
        )
        nvim.wait_until("the words are marked", lambda: "b" in words_with(nvim, "PtLspNewWord"))
        assert (5, "~") in signs(nvim)


def test_colours_are_links_that_outlive_another_colour_scheme(tmp_path: Path) -> None:
    with waiting(tmp_path, NEW, source=OLD, keys=":%Pt edit tidy<CR>") as nvim:
        linked = "vim.api.nvim_get_hl(0, { name = 'PtLspRemoved' }).link"
        for scheme in ("colorscheme blue", "set background=light", "highlight clear"):
            nvim.lua("vim.cmd(...)", scheme)
            assert value(nvim, linked) == "DiffDelete"
        nvim.lua("vim.cmd('highlight! link PtLspRemoved Comment')")
        nvim.press(":Pt reject hunk<CR>")
        nvim.wait_until("one hunk is left less", lambda: len(signs(nvim)) == 2)
        assert value(nvim, linked) == "Comment"


def test_many_and_long_lines_that_are_gone_take_no_more_than_a_part_of_the_screen(tmp_path: Path) -> None:
    dead = "".join(f"dead{number} = '{'x' * (0 if number else 1000)}'\n" for number in range(50))
    source = f"import os\n{dead}{SOURCE}"
    with waiting(tmp_path, "import os\n", source=source, keys=":1,51Pt edit tidy<CR>") as nvim:
        ((_, lines),) = removed(nvim)
        assert len(lines) == 14
        assert lines[-1] == "... 37 more lines removed"
        assert len(lines[0]) == 400
