"""Lines that use a name or hold a text, as a model reads them."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from pt_lsp.project.lookups import lookups, project_texts
from pt_lsp.workspace.ignoring import IgnoreTree, PathRule
from tests.support.indexed_workspace import Workspace, with_workspace
from tests.support.looked_up import LookedUp, look_up

FILES = """\
-- app/web/main.py --
total = Total()
-- zzz.py --
print(total)
-- app/web/near.py --
    x = total  # Total
subtotal = total_price
-- app/other.ts --
const $total = total + this.total;
$total.x
"""


def test_uses_are_whole_words_and_the_nearest_come_first(tmp_path: Path) -> None:
    assert look_up(tmp_path, FILES, "find_references", name="Cart.total") == (
        "app/web/main.py:1: total = Total()\n"
        "app/web/near.py:1: x = total  # Total\n"
        "app/other.ts:1: const $total = total + this.total;\n"
        "zzz.py:1: print(total)"
    )
    assert look_up(tmp_path, FILES, "find_references", name="$total").count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"text": "total  # t"}, ["app/web/near.py:1"]),
        ({"text": "otal("}, ["app/web/main.py:1"]),
        ({"text": "Total"}, ["app/web/main.py:1", "app/web/near.py:1"]),
        ({"text": "TOTAL"}, []),
        ({"text": "to.*l"}, []),
        (
            {"text": "total", "path": "app/web"},
            ["app/web/main.py:1", "app/web/near.py:1", "app/web/near.py:2"],
        ),
        ({"text": "total", "path": "./app/other.ts/"}, ["app/other.ts:1", "app/other.ts:2"]),
        ({"text": "total", "path": "app/we"}, []),
        ({"text": "x", "path": "app"}, []),
    ],
)
def test_a_text_is_found_as_it_stands(tmp_path: Path, arguments: dict[str, str], expected: list[str]) -> None:
    found = look_up(tmp_path, FILES, "search_text", **arguments)
    places = [line.split(": ")[0] for line in found.split("\n") if ".py:" in line or ".ts:" in line]
    assert places == expected
    if not expected:
        assert found.startswith(("No line with", "`text` is too short"))


def test_of_many_lines_forty_are_listed(tmp_path: Path) -> None:
    files = "-- a.py --\n" + "total = 1\n" * 30 + "-- b.py --\n" + "total = 2\n" * 30
    found = look_up(tmp_path, files, "search_text", text="total =").split("\n")
    assert len(found) == 41
    assert found[-1] == "There are more lines with `total =`: these are the nearest."
    exact = look_up(tmp_path / "exact", "-- a.py --\n" + "total = 1\n" * 40, "search_text", text="total =")
    assert exact.count("\n") == 39


def test_of_a_long_line_nothing_is_shown(tmp_path: Path) -> None:
    files = f"-- a.py --\ntotal = '{'x y ' * 100}'\n"
    assert look_up(tmp_path, files, "search_text", text="total") == "a.py:1: (a line of 410 characters)"


@with_workspace
async def test_the_text_of_now_counts_before_the_index_and_the_disk(workspace: Workspace) -> None:
    looked_up = LookedUp(workspace)
    await looked_up.write("-- a.py --\n-- b.py --\nold_name = 1\n")
    b = await looked_up.open("b.py", "new_name = 1\n")
    assert await looked_up("search_text", text="_name") == "b.py:1: new_name = 1"
    newest = workspace.snapshot("b.py", "newest_name = 1\n")
    looked_up.lookups.changed(newest, [])
    assert await looked_up("search_text", text="_name") == "b.py:1: newest_name = 1"
    looked_up.close("b.py")
    await workspace.indexing.settled()
    assert await looked_up("search_text", text="_name") == "b.py:1: old_name = 1"
    assert b.uri not in looked_up.lookups._open


def test_a_search_that_takes_long_tells_what_it_has_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_texts, "_ENOUGH_S", -1.0)
    found = look_up(tmp_path, FILES, "search_text", text="total")
    assert found == "Looking for `total` took too long and was ended: name more of it."


def test_what_a_disk_holds_up_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "_MOST_S", 0.05)
    gate = threading.Event()

    class Held(IgnoreTree):
        def exclusion_reason(self, path: Path, folders: Sequence[Path], exclusion: PathRule) -> str | None:
            assert gate.wait(60)
            return super().exclusion_reason(path, folders, exclusion)

    async def play(workspace: Workspace) -> None:
        looked_up = LookedUp(workspace, Held())
        await looked_up.write(FILES)
        told = await looked_up("search_text", text="total")
        assert told == "This took too long and was ended: ask for less."
        gate.set()

    with_workspace(play)(tmp_path)


@with_workspace
async def test_what_fails_inside_is_a_sentence_to_the_model(workspace: Workspace) -> None:
    class Broken(IgnoreTree):
        def exclusion_reason(self, path: Path, folders: Sequence[Path], exclusion: PathRule) -> str | None:
            raise RecursionError(path)

    looked_up = LookedUp(workspace, Broken())
    await looked_up.write(FILES)
    assert await looked_up("search_text", text="total") == "This could not be looked up."
    assert await looked_up("grep", pattern="total") == "There is no tool `grep`."
