"""Edits that stream into a real Neovim with our companion while somebody types; how undo takes them back."""

import itertools
import random
from pathlib import Path

import pytest

from tests.support.editors import Neovim
from tests.support.neovim_companion import (
    ABOVE,
    BELOW,
    GO_TO_ADD,
    HEAD,
    SOURCE,
    UNDO_STATES,
    HeldStream,
    arrives,
    becomes,
    companion,
    is_ready,
    older_too,
    streaming,
)
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

COUNT_REFUSALS = """
REFUSALS = 0
local handlers = vim.lsp.get_clients({ name = 'pt_lsp' })[1].handlers
local answer = handlers['workspace/applyEdit']
handlers['workspace/applyEdit'] = function(...)
  local result = answer(...)
  REFUSALS = REFUSALS + (result.applied and 0 or 1)
  return result
end
"""


def undo_states(nvim: Neovim) -> list[str]:
    """The text at each step of the undo history, the oldest first."""
    states: list[str] = nvim.lua(UNDO_STATES)
    return states


def n_streamed(text: str) -> int:
    return text.count("total") - text.count("return a + b")


def n_typed(text: str) -> int:
    return sum(len(line) for line in text.split("\n") if "mine" in line)


def check_no_step_mixes(states: list[str]) -> None:
    for number, (before, after) in enumerate(itertools.pairwise(states), 1):
        is_streamed = n_streamed(before) != n_streamed(after)
        is_typed = n_typed(before) != n_typed(after)
        assert not (is_streamed and is_typed), f"step {number} is both:\n{before}\n---\n{after}"


@older_too
def test_one_undo_takes_an_undisturbed_stream_back_and_one_redo_brings_it_again(
    tmp_path: Path, binary: Path
) -> None:
    with streaming(tmp_path, binary) as (nvim, held, _):
        held.send("    total += 1\n")
        arrives(nvim, "total += 1")
        held.finish("    return total\n```")
        wanted = f"{ABOVE}{HEAD}    total += 0\n    total += 1\n    return total{BELOW}"
        becomes(nvim, wanted)
        is_ready(nvim)
        nvim.press("u")
        becomes(nvim, SOURCE.removesuffix("\n"))
        nvim.press("<C-r>")
        becomes(nvim, wanted)


@older_too
def test_typing_above_a_stream_is_kept_and_no_undo_step_holds_both(tmp_path: Path, binary: Path) -> None:
    with streaming(tmp_path, binary) as (nvim, held, _):
        nvim.press("ggO# mine one")
        arrives(nvim, "mine one")
        held.send("    total += 1\n")
        arrives(nvim, "total += 1")
        nvim.press(" mine two<CR># mine three")
        held.send("    total += 2\n")
        arrives(nvim, "mine three")
        arrives(nvim, "total += 2")
        nvim.press(" mine four<BS><BS><BS><Esc>")
        held.finish("    return total\n```")
        body = "".join(f"    total += {number}\n" for number in range(3))
        becomes(nvim, f"# mine one mine two\n# mine three mine f\n{ABOVE}{HEAD}{body}    return total{BELOW}")
        is_ready(nvim)
        states = undo_states(nvim)
        assert states[0] == SOURCE.removesuffix("\n")
        check_no_step_mixes(states)


def test_typing_on_the_lines_around_the_region_is_kept_and_no_undo_step_holds_both(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, held, _):
        nvim.press("3GS# mine above<Esc>")
        arrives(nvim, "mine above")
        held.send("    total += 1\n")
        arrives(nvim, "total += 1")
        nvim.press("/def twice<CR>kS# mine below")
        arrives(nvim, "mine below")
        held.finish("    return total\n```")
        body = f"{HEAD}    total += 0\n    total += 1\n    return total"
        becomes(nvim, f"import os\n\n# mine above\n{body}\n\n# mine below\n{BELOW.lstrip()}")
        is_ready(nvim)
        nvim.press("<Esc>")
        check_no_step_mixes(undo_states(nvim))


@older_too
def test_bursts_of_keys_all_around_a_stream_are_kept_each_once(tmp_path: Path, binary: Path) -> None:
    places = random.Random(5)
    with streaming(tmp_path, binary) as (nvim, held, _):
        for number in range(20):
            held.send(f"    total += {number}1\n")
            where = places.choice(["gg", "ggj", "G", "Gk", "/^def twice<CR>"])
            nvim.press(f"{where}{places.choice('AIoO')}# mine {number}.")
            arrives(nvim, f"# mine {number}.")
            nvim.press(places.choice(["", "x<BS>", "<CR># mine", "<Esc>:write<CR>"]) + "<Esc>")
        held.finish("    return total\n```")
        arrives(nvim, "return total")
        is_ready(nvim)
        body = "".join(f"    total += {number}1\n" for number in range(20))
        assert f"\n{HEAD}    total += 0\n{body}    return total\n" in nvim.text()
        assert [nvim.text().count(f"# mine {number}.") for number in range(20)] == [1] * 20
        states = undo_states(nvim)
        assert states[0] == SOURCE.removesuffix("\n")
        check_no_step_mixes(states)


def test_two_streams_in_one_buffer_both_end_right(tmp_path: Path) -> None:
    first, second = HeldStream(), HeldStream()
    with companion(tmp_path, ScriptedChat(first.step, second.step), completes=False) as nvim:
        try:
            nvim.press(f"{GO_TO_ADD}:Pt implement<CR>")
            first.send("def add(a, b):\n    total = a\n")
            arrives(nvim, "total = a")
            nvim.press("/def twice<CR>:Pt implement<CR>")
            second.send("def twice(a):\n    double = a\n")
            arrives(nvim, "double = a")
            first.send("    total += b\n")
            arrives(nvim, "total += b")
        finally:
            second.finish("    return double + a\n")
            first.finish("    return total\n")
        one = "def add(a, b):\n    total = a\n    total += b\n    return total"
        other = "def twice(a):\n    double = a\n    return double + a"
        becomes(nvim, f"{ABOVE}{one}\n\n\n{other}")
        is_ready(nvim)
        assert undo_states(nvim)[0] == SOURCE.removesuffix("\n")


def test_typing_inside_a_stream_stops_it_and_takes_nothing_back(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, held, chat):
        nvim.press("/total = a<CR>A  # mine<Esc>")
        chat.wait_until(lambda: bool(chat.disconnect_times))
        held.send("    total += 1\n")
        is_ready(nvim)
        assert "    total = a  # mine\n    total += 0\n" in nvim.text()
        assert "total += 1" not in nvim.text()
        check_no_step_mixes(undo_states(nvim))


def test_an_undo_in_the_middle_of_a_stream_stops_it(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, held, chat):
        nvim.press("u")
        chat.wait_until(lambda: bool(chat.disconnect_times))
        held.send("    total += 1\n")
        is_ready(nvim)
        assert nvim.text() == SOURCE.removesuffix("\n")


def test_a_second_stream_is_an_undo_step_of_its_own(tmp_path: Path) -> None:
    first, second = "def add(a, b):\n    return b + a", "def add(a, b):\n    return sum((a, b))"
    with companion(tmp_path, ScriptedChat(first, second), completes=False) as nvim:
        nvim.press(f"{GO_TO_ADD}:Pt implement<CR>")
        becomes(nvim, f"{ABOVE}{first}{BELOW}")
        is_ready(nvim)
        nvim.press(":Pt implement<CR>")
        becomes(nvim, f"{ABOVE}{second}{BELOW}")
        is_ready(nvim)
        nvim.press("u")
        becomes(nvim, f"{ABOVE}{first}{BELOW}")


def test_a_cancelled_stream_leaves_the_text_as_it_was(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, _, chat):
        nvim.press(":Pt cancel<CR>")
        becomes(nvim, SOURCE.removesuffix("\n"))
        chat.wait_until(lambda: bool(chat.disconnect_times))


def test_a_save_in_the_middle_of_a_stream_stops_nothing(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, held, _):
        nvim.press(":write<CR>")
        held.finish("    return total\n```")
        becomes(nvim, f"{ABOVE}{HEAD}    total += 0\n    return total{BELOW}")


def test_a_file_read_anew_in_the_middle_of_a_stream_stays_as_it_was_read(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, held, chat):
        nvim.press(":edit!<CR>")
        chat.wait_until(lambda: bool(chat.disconnect_times))
        held.send("    total += 1\n")
        nvim.wait_until("the server is attached", nvim.is_attached)
        is_ready(nvim)
        assert nvim.text() == SOURCE.removesuffix("\n")


def test_a_stream_goes_on_in_a_buffer_that_is_not_shown_and_is_one_undo_step(tmp_path: Path) -> None:
    with streaming(tmp_path) as (nvim, held, _):
        nvim.press(":enew<CR>")
        nvim.wait_until("another buffer is shown", lambda: nvim.text() == "")
        held.finish("    return total\n```")
        is_ready(nvim)
        nvim.press(":buffer sample.py<CR>")
        becomes(nvim, f"{ABOVE}{HEAD}    total += 0\n    return total{BELOW}")
        nvim.press("u")
        becomes(nvim, SOURCE.removesuffix("\n"))


@older_too
def test_lines_move_under_no_open_completion_menu(tmp_path: Path, binary: Path) -> None:
    mode = "return vim.api.nvim_get_mode().mode"
    with streaming(tmp_path, binary) as (nvim, held, _):
        nvim.press("Gotw<C-n>")
        nvim.wait_until("the menu has completed", lambda: nvim.text().endswith("\ntwice"))
        nvim.lua(COUNT_REFUSALS)
        held.send("    total += 1\n")
        nvim.wait_until("a chunk is refused", lambda: nvim.lua("return REFUSALS") > 0)
        assert nvim.lua(mode) == "ic"
        nvim.press("<C-n>")
        nvim.wait_until("the next one is there", lambda: nvim.text().endswith("\ntw"))
        assert nvim.text().endswith(f"{BELOW}\ntw")
        nvim.press(" mine")
        arrives(nvim, "total += 1")
        becomes(nvim, f"{ABOVE}{HEAD}    total += 0\n    total += 1\n    return a + b{BELOW}\ntw mine")


def test_the_cursor_and_the_window_stay_on_their_text_while_lines_come_above(tmp_path: Path) -> None:
    look = "return { vim.api.nvim_get_current_line(), vim.fn.winline(), vim.fn.col('.') }"
    with streaming(tmp_path) as (nvim, held, _):
        nvim.press("Gfa")
        nvim.wait_until("the cursor is there", lambda: nvim.lua(look)[0] == "    return a * 2")
        before = nvim.lua(look)
        held.finish("".join(f"    total += {number}\n" for number in range(60)) + "    return total\n```")
        arrives(nvim, "return total")
        is_ready(nvim)
        assert nvim.lua(look)[::2] == before[::2]
