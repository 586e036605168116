"""Other programs' changes while an edit streams into a real Neovim."""

from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import ABOVE, BELOW, HEAD, arrives, becomes, streaming

pytestmark = pytest.mark.editor

REST = "    total += b\n    return total"


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
