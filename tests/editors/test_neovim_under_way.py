"""No line moves under what the user has begun and real Neovims remember by line numbers."""

from pathlib import Path

import pytest

from tests.editors.test_neovim_companion import COUNT_REFUSALS
from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    ABOVE,
    BELOW,
    HEAD,
    HeldStream,
    arrives,
    becomes,
    older_too,
    streaming,
)

pytestmark = pytest.mark.editor

STREAMED = f"{ABOVE}{HEAD}    total += 0\n    total += 1\n    return a + b{BELOW}"
LAST = "\ndef twice(a):\n    return a * 2"
MODE = "return vim.api.nvim_get_mode().mode"


def is_refused(nvim: Neovim, held: HeldStream) -> None:
    """Have more come, and wait until it was refused."""
    nvim.lua(COUNT_REFUSALS)
    held.send("    total += 1\n")
    nvim.wait_until("a chunk is refused", lambda: nvim.lua("return REFUSALS") > 0)


@older_too
@pytest.mark.parametrize(
    ("begun", "ended", "left"),
    [
        ("Gd", "d", "\ndef twice(a):"),
        ("GgU", "U", "\ndef twice(a):\n    RETURN A * 2"),
        ("Gk0d/retu", "rn<CR>", "\nreturn a * 2"),
    ],
)
def test_an_operator_that_waits_for_its_motion_works_on_the_lines_that_were_meant(
    tmp_path: Path, binary: Path, begun: str, ended: str, left: str
) -> None:
    with streaming(tmp_path, binary) as (nvim, held, _):
        nvim.press(begun)
        nvim.wait_until("it waits", lambda: nvim.lua("return vim.fn.state('o')"))
        is_refused(nvim, held)
        nvim.press(ended)
        arrives(nvim, "total += 1")
        becomes(nvim, STREAMED.removesuffix(LAST) + left)


@older_too
def test_what_is_typed_into_a_block_goes_into_its_lines(tmp_path: Path, binary: Path) -> None:
    with streaming(tmp_path, binary) as (nvim, held, _):
        nvim.press("Gk0<C-v>jI")
        nvim.wait_until("a block is typed into", lambda: nvim.lua(MODE) == "i")
        nvim.press("#")
        is_refused(nvim, held)
        nvim.press("!<Esc>")
        arrives(nvim, "total += 1")
        becomes(nvim, STREAMED.removesuffix(LAST) + LAST.replace("\n", "\n#!"))


@older_too
@pytest.mark.parametrize(("keys", "mode"), [("G0d", "n"), ("Gk0<C-v>jI", "i")])
def test_what_is_begun_and_left_holds_an_edit_up_for_some_seconds_only(
    tmp_path: Path, binary: Path, keys: str, mode: str
) -> None:
    with streaming(tmp_path, binary) as (nvim, held, _):
        nvim.press(keys)
        is_refused(nvim, held)
        becomes(nvim, STREAMED)
        assert nvim.lua(MODE) == mode
