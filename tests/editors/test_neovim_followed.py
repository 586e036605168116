"""Other programs' changes while an edit streams into a real Neovim."""

from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import ABOVE, BELOW, HEAD, arrives, becomes, older_too, streaming

pytestmark = pytest.mark.editor

REST = "    total += b\n    return total"

FORMAT = """
local edits = {}
for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
  local indentation = #line:match('^ *')
  if indentation > 0 then
    local at = { line = number - 1, character = 0 }
    local till = { line = number - 1, character = indentation }
    table.insert(edits, { range = { start = at, ['end'] = till }, newText = '\t' })
  end
end
vim.lsp.util.apply_text_edits(edits, vim.api.nvim_get_current_buf(), 'utf-16')
"""
"""What `vim.lsp.buf.format` does with a formatter's answer."""


def is_told(nvim: Neovim) -> None:
    """Wait until the server knows the text: Neovim tells it a moment later."""
    nvim.wait_until(
        "the change is told",
        lambda: nvim.lua(
            "local client = vim.lsp.get_clients({ name = 'pt_lsp' })[1]\n"
            "local answer = client:request_sync('workspace/executeCommand', { command = 'ptLsp.status' })\n"
            "return answer ~= nil and answer.err == nil"
        ),
    )


def test_blanks_trimmed_by_a_substitution_in_mid_stream_do_not_stop_it(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, held, _):
        held.send("    spare = 1  \n    more = 2  \n")
        arrives(nvim, "more = 2  ")
        nvim.press(r":%s/\s\+$//<CR>")
        is_told(nvim)
        held.send(f"{REST}\n```")
        held.finish()
        becomes(nvim, f"{ABOVE}{HEAD}    total += 0\n    spare = 1\n    more = 2\n{REST}{BELOW}")


@older_too
def test_a_file_formatted_line_by_line_in_mid_stream_gets_the_rest_of_the_answer(
    tmp_path: Path, binary: Path
) -> None:
    with streaming(tmp_path, binary) as (nvim, held, _):
        half_way = nvim.text()
        nvim.lua(FORMAT)
        is_told(nvim)
        assert nvim.text() == half_way.replace("    ", "\t")
        held.send(f"{REST}\n```")
        held.finish()
        formatted = f"{ABOVE}{HEAD}    total += 0\n".replace("    ", "\t")
        becomes(nvim, formatted + REST + BELOW.replace("    ", "\t"))
