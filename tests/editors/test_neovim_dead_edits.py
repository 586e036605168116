"""Edits whose text is not there any more, in a real Neovim: they are told of, and stand in nobody's way."""

import os
import time
from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import ABOVE, BELOW, SOURCE, becomes, older_too
from tests.support.neovim_edits import drawn, hints, is_told, value, waiting

pytestmark = pytest.mark.editor

NEW = "def add(a, b):\n    # the sum\n    return b + a"
OTHER_BRANCH = "x = 1\n\n\ndef other():\n    return 1\n"


def reload_as(nvim: Neovim, path: Path, text: str) -> None:
    """Save, have another program write the file, and let Neovim find that out."""
    nvim.press(":silent write<CR>")
    nvim.wait_until("it is saved", lambda: not value(nvim, "vim.bo.modified"))
    path.write_text(text, encoding="utf-8")
    later_s = time.time() + 5
    os.utime(path, (later_s, later_s))
    nvim.lua("vim.o.autoread = true")
    nvim.press(":silent checktime<CR>")
    becomes(nvim, text.removesuffix("\n"))


def is_said(nvim: Neovim, sentence: str) -> None:
    nvim.wait_until(f"it is said: {sentence}", lambda: sentence in nvim.messages())


@older_too
def test_after_another_branch_is_on_the_disk_nothing_of_the_edit_is_left_and_a_later_one_is_decided(
    tmp_path: Path, binary: Path
) -> None:
    with waiting(tmp_path, NEW, "def other():\n    return 2\n", binary=binary) as nvim:
        reload_as(nvim, tmp_path / "sample.py", OTHER_BRANCH)
        is_told(nvim, "gone")
        assert drawn(nvim) == []
        is_said(nvim, "The text of this edit was replaced or deleted")
        nvim.press(":Pt accept<CR>")
        is_said(nvim, "There is nothing to accept.")
        nvim.press("5G:Pt edit two<CR>")
        is_told(nvim, "pending")
        nvim.press("1G:Pt reject<CR>")
        is_told(nvim, "rejected")
        becomes(nvim, OTHER_BRANCH.removesuffix("\n"))


@older_too
def test_an_edit_that_cannot_be_told_from_the_same_text_elsewhere_is_not_shown_at_an_unrelated_line(
    tmp_path: Path, binary: Path
) -> None:
    with waiting(tmp_path, NEW, binary=binary) as nvim:
        reload_as(nvim, tmp_path / "sample.py", f"{OTHER_BRANCH}{NEW}\n\n\n{NEW}\n")
        assert drawn(nvim) == []
        nvim.press(":Pt reject<CR>")
        is_said(nvim, "There is nothing to reject.")


def test_an_edit_whose_text_is_still_there_waits_where_it_is_now_however_it_was_read_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sample.py"
    with waiting(tmp_path, NEW) as nvim:
        reload_as(nvim, path, f"# top\n{ABOVE}{NEW}{BELOW}\n")
        nvim.wait_until("it is drawn below", lambda: [row for row, _ in hints(nvim)] == [4])
        for again in ("edit!", f"bdelete | edit {path}"):
            nvim.press(f"gg:silent {again}<CR>")
            nvim.wait_until("it is drawn again", lambda: [row for row, _ in hints(nvim)] == [4])
        nvim.press(":Pt reject<CR>")
        becomes(nvim, f"# top\n{SOURCE}".removesuffix("\n"))


def test_an_edit_goes_with_a_renamed_file_and_stays_behind_where_a_copy_is_written(tmp_path: Path) -> None:
    path, renamed, copy = (tmp_path / name for name in ("sample.py", "renamed.py", "copy.py"))
    with waiting(tmp_path, NEW) as nvim:
        nvim.press(":silent write<CR>")
        nvim.wait_until("it is saved", lambda: not value(nvim, "vim.bo.modified"))
        path.rename(renamed)
        nvim.press(f":silent file {renamed}<CR>:silent write!<CR>")
        nvim.wait_until("it is drawn", lambda: [row for row, _ in hints(nvim)] == [3])
        nvim.press(f":silent file {copy}<CR>:silent write!<CR>")
        nvim.wait_until("it is drawn no more", lambda: drawn(nvim) == [])
        nvim.press(":Pt accept<CR>")
        is_said(nvim, "There is nothing to accept.")


def test_a_verdict_on_an_edit_that_the_server_does_not_know_is_told_once_and_ends_it(tmp_path: Path) -> None:
    with waiting(tmp_path, NEW) as nvim:
        nvim.lua(
            "local edits, bufnr = require('pt_lsp.editing.edits'), vim.api.nvim_get_current_buf()"
            " local client = vim.lsp.get_clients({ name = 'pt_lsp' })[1]"
            " local progress = vim.deepcopy(edits.in_buffer(bufnr)[1])"
            " progress.editId = 'of-a-server-that-died'"
            " edits.note(progress, client.id)"
        )
        nvim.press("4G:Pt reject<CR>")
        is_said(nvim, "That edit is gone: its text is nowhere in the buffer any more.")
        assert len(hints(nvim)) == 1
        nvim.press(":Pt reject<CR>")
        is_told(nvim, "rejected")
        becomes(nvim, SOURCE.removesuffix("\n"))
