"""A buffer that is wiped out, or read again, in a real Neovim while an edit streams into it."""

from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import SOURCE, arrives, becomes, streaming

pytestmark = [pytest.mark.editor, pytest.mark.usefixtures("servers_from_nothing")]

LISTEN = """
STATE = ''
vim.api.nvim_create_autocmd('User', {
  pattern = 'PtLspEdit',
  callback = function(args) STATE = args.data.state end,
})
"""


def reject_once_stopped(nvim: Neovim) -> None:
    nvim.wait_until("the edit has stopped", lambda: nvim.lua("return STATE") == "stopped")
    nvim.press(":Pt reject<CR>")
    becomes(nvim, SOURCE.removesuffix("\n"))


@pytest.mark.parametrize("leave", ["bwipeout!", "bdelete!"])
def test_what_was_written_in_mid_stream_can_be_rejected_when_the_file_is_open_again(
    tmp_path: Path, leave: str
) -> None:
    with streaming(tmp_path) as (nvim, _, chat):
        nvim.lua(LISTEN)
        nvim.press(f":silent write<CR>:{leave}<CR>")
        chat.wait_until(lambda: len(chat.disconnect_times) == 1)
        nvim.press(f":silent edit {tmp_path / 'sample.py'}<CR>")
        arrives(nvim, "total += 0")
        reject_once_stopped(nvim)


def test_a_buffer_that_is_read_again_in_mid_stream_has_what_was_written_of_it(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, _, _):
        nvim.lua(LISTEN)
        nvim.press(":silent write<CR>:silent edit!<CR>")
        arrives(nvim, "total += 0")
        reject_once_stopped(nvim)
