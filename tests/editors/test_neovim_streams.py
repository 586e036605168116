"""Two edits that stream at once into a real Neovim with our companion, while somebody types between them."""

import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.editors import NVIM, Neovim
from tests.support.neovim_companion import (
    ABOVE,
    GO_TO_ADD,
    SOURCE,
    UNDO_STATES,
    HeldStream,
    arrives,
    becomes,
    companion,
    is_ready,
    older_too,
)
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.editor

GO_TO_TWICE = "/^def twice<CR>"
WHO = ("total", "double", "mine")
PLACES = ["ggO", "2GO", f"{GO_TO_TWICE}kO", "Go"]


@contextmanager
def two_streams(folder: Path, binary: Path = NVIM) -> Iterator[tuple[Neovim, HeldStream, HeldStream]]:
    """A Neovim in which `add` and `twice` have each got the first lines of an answer."""
    first, second = HeldStream(), HeldStream()
    with companion(folder, ScriptedChat(first.step, second.step), binary=binary, completes=False) as nvim:
        try:
            nvim.press(f"{GO_TO_ADD}:Pt implement<CR>")
            first.send("def add(a, b):\n    total = 0\n")
            arrives(nvim, "total = 0")
            nvim.press(f"{GO_TO_TWICE}:Pt implement<CR>")
            second.send("def twice(a):\n    double = 0\n")
            arrives(nvim, "double = 0")
            yield nvim, first, second
        finally:
            first.finish()
            second.finish()


def undo_states(nvim: Neovim) -> list[str]:
    """The text at each step of the undo history, the oldest first."""
    states: list[str] = nvim.lua(UNDO_STATES)
    return states


def who_changed(before: str, after: str) -> list[str]:
    """Those whose lines differ between two texts."""
    return [
        who
        for who in WHO
        if [line for line in before.split("\n") if who in line]
        != [line for line in after.split("\n") if who in line]
    ]


def check_no_step_has_two_hands(states: list[str]) -> None:
    for number, (before, after) in enumerate(itertools.pairwise(states), 1):
        hands = who_changed(before, after)
        assert len(hands) <= 1, f"step {number} is of {hands}:\n{before}\n---\n{after}"


def finished(nvim: Neovim, first: HeldStream, second: HeldStream) -> None:
    """Have both streams end."""
    first.finish("    return total\n")
    arrives(nvim, "return total")
    second.finish("    return double\n")
    arrives(nvim, "return double")
    is_ready(nvim)


def played(nvim: Neovim, first: HeldStream, second: HeldStream, chosen: random.Random, n_turns: int) -> None:
    """Have both streams grow, and somebody type and save, in an order that chance gives."""
    for number in range(1, n_turns + 1):
        match chosen.choice(["first", "second", "typing", "saving", "both"]):
            case "first":
                first.send(f"    total += {number}\n")
                arrives(nvim, f"total += {number}\n")
            case "second":
                second.send(f"    double += {number}\n")
                arrives(nvim, f"double += {number}\n")
            case "typing":
                nvim.press(f"{chosen.choice(PLACES)}# mine {number}.<Esc>")
                arrives(nvim, f"# mine {number}.")
            case "saving":
                nvim.press(":silent write<CR>")
            case _:
                first.send(f"    total += {number}\n")
                second.send(f"    double += {number}\n")
                nvim.press(f"{chosen.choice(PLACES)}# mine {number}.<Esc>")


@older_too
@pytest.mark.parametrize("seed", [1])
def test_no_undo_step_holds_two_streams_or_a_stream_and_typing(
    tmp_path: Path, binary: Path, seed: int
) -> None:
    with two_streams(tmp_path, binary) as (nvim, first, second):
        played(nvim, first, second, random.Random(seed), 14)
        finished(nvim, first, second)
        states = undo_states(nvim)
        assert states[0] == SOURCE.removesuffix("\n")
        check_no_step_has_two_hands(states)


def test_an_undo_stops_the_stream_whose_text_it_takes_and_no_other(tmp_path: Path) -> None:
    with two_streams(tmp_path) as (nvim, first, second):
        nvim.press("u")
        nvim.wait_until("the second is undone", lambda: "double" not in nvim.text())
        first.send("    total += 1\n")
        arrives(nvim, "total += 1")
        first.finish("    return total\n")
        is_ready(nvim)
        second.send("    double += 1\n")
        one = "def add(a, b):\n    total = 0\n    total += 1\n    return total"
        assert nvim.text() == f"{ABOVE}{one}\n\n\ndef twice(a):\n    return a * 2"


def test_streams_in_two_buffers_are_one_undo_step_each(tmp_path: Path) -> None:
    first, second = HeldStream(), HeldStream()
    other = tmp_path / "other.py"
    other.write_text(SOURCE, encoding="utf-8")
    with companion(tmp_path, ScriptedChat(first.step, second.step), completes=False) as nvim:
        try:
            nvim.press(f":set hidden<CR>{GO_TO_ADD}:Pt implement<CR>")
            first.send("def add(a, b):\n    total = 0\n")
            arrives(nvim, "total = 0")
            nvim.open(other)
            nvim.press(f"{GO_TO_ADD}:Pt implement<CR>")
            second.send("def add(a, b):\n    double = 0\n")
            arrives(nvim, "double = 0")
            for number in range(4):
                first.send(f"    total += {number}\n")
                second.send(f"    double += {number}\n")
                arrives(nvim, f"double += {number}")
        finally:
            first.finish("    return total\n")
            second.finish("    return double\n")
        is_ready(nvim)
        for name, words in (("other.py", "return double"), ("sample.py", "return total")):
            nvim.press(f":buffer {name}<CR>")
            arrives(nvim, words)
            nvim.press("u")
            becomes(nvim, SOURCE.removesuffix("\n"))
