"""Of what is no context for others no call shows anything, and none tells whether it is there."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.settings.options import ContextSettings, PrivacySettings, Settings
from tests.support.indexed_workspace import Workspace, with_workspace
from tests.support.looked_up import LookedUp

HUSH = "KEPT"
"""Stands in all that is hidden; nobody asks for it."""
CODE = f"def find_me():\n    return hush_{{}}  # {HUSH}\n"
PRIVATE = (
    *(".env", ".env.py", "id_rsa.py", "secrets.toml", "private/a.py", "private/deep/b.py", "excluded/c.py"),
    *("unwanted/d.py", "ignored.py", "nested/.gitignored/e.py", "nested/f_secret.py", ".git/config.py"),
    *("broken/i.py", "shop/auth.json", ".ssh/k.py", "later.py"),
)
HIDDEN = (*PRIVATE, "node_modules/g/index.js", "venv/h.py", "environment/lib/j.py", "large.py")
"""With what is no code of the project unless somebody has it open."""
VISIBLE = {
    "main.py": "from shop import cart\nfind_me()\n",
    "shop/cart.py": "def find_me():\n    return shown\n",
}
TOOLS = ("find_definition", "find_references", "read_lines", "search_text")
SETTINGS = Settings(
    privacy=PrivacySettings(exclude=("excluded/",)), context=ContextSettings(exclude=("unwanted/",))
)


def write_all(workspace: Workspace) -> None:
    workspace.write({name: CODE.format(n) for n, name in enumerate(HIDDEN)})
    workspace.write(VISIBLE)
    workspace.write(
        {".gitignore": "/private\nignored.py\n.git/\n", "nested/.gitignore": "*_secret.py\n.git*/\n"}
    )
    workspace.write({"shop/composer.json": "{}", "environment/pyvenv.cfg": "", "large.py": HUSH * 100_000})
    outside = workspace.root.parent / f"{workspace.root.name}-beside"
    outside.mkdir(exist_ok=True)
    (outside / "out.py").write_text(CODE.format("outside"), encoding="utf-8")
    (workspace.root / "link.py").symlink_to(outside / "out.py")
    (workspace.root / "linked").symlink_to(outside)
    (workspace.root / "shop/inside.py").symlink_to(workspace.root / "private/a.py")


async def hiding(workspace: Workspace) -> LookedUp:
    """The tools of a document beside hidden files, of which one becomes so after it was indexed."""
    folders = [workspace.root, workspace.root / "broken"]
    workspace.settings = SETTINGS
    workspace.settings_of = {folders[1]: replace(SETTINGS, refusal="The settings cannot be read.")}
    looked_up = LookedUp(workspace)
    workspace.indexing.folders_changed(folders)
    looked_up.lookups.folders_changed(folders)
    write_all(workspace)
    await looked_up.write("-- main.py --\n" + VISIBLE["main.py"])
    assert {name for name in HIDDEN if name in workspace.texts} == {"later.py"}
    workspace.write({".gitignore": "/private\nignored.py\nlater.py\n.git/\n"})
    return looked_up


@with_workspace
async def test_a_hidden_file_is_answered_like_one_that_is_not_there(workspace: Workspace) -> None:
    looked_up = await hiding(workspace)
    for name in (*HIDDEN, "link.py", "linked/out.py", "shop/inside.py", "not/there.py"):
        told = await looked_up("read_lines", path=name)
        assert told == f"There is no file `{name}` that can be read."
        told = await looked_up("search_text", text="return", path=name)
        assert told == f"No line with `return` in `{name}` was found."


@with_workspace
async def test_what_is_hidden_is_neither_found_nor_counted(workspace: Workspace) -> None:
    looked_up = await hiding(workspace)
    for name in PRIVATE:
        await looked_up.open(name, CODE.format("open"))
    assert await looked_up("find_definition", name="find_me") == (
        "shop/cart.py (lines 1 to 2):\ndef find_me():\n    return shown"
    )
    assert await looked_up("find_references", name="find_me") == (
        "main.py:2: find_me()\nshop/cart.py:1: def find_me():"
    )
    assert await looked_up("search_text", text="return hush") == "No line with `return hush` was found."
    assert await looked_up("search_text", text="return ") == "shop/cart.py:2: return shown"


Change = Callable[[Workspace], None]


def exclude(workspace: Workspace) -> None:
    workspace.settings = Settings(privacy=PrivacySettings(exclude=("cart.py", "main.py")))


def refuse(workspace: Workspace) -> None:
    workspace.settings = Settings(refusal="The settings cannot be read.")


def ignore(workspace: Workspace) -> None:
    workspace.write({".gitignore": "cart.py\nmain.py\n"})


def link(workspace: Workspace) -> None:
    for name in VISIBLE:
        (workspace.root / name).rename(workspace.root / f"{name}.old")
        (workspace.root / name).symlink_to(workspace.root / f"{name}.old")
    workspace.write({".gitignore": "*.old\n"})


@pytest.mark.parametrize("change", [exclude, refuse, ignore, link])
def test_rules_that_change_count_with_the_next_call(tmp_path: Path, change: Change) -> None:
    async def play(workspace: Workspace) -> None:
        looked_up = LookedUp(workspace)
        workspace.write(VISIBLE)
        await looked_up.write("-- main.py --\n" + VISIBLE["main.py"])
        assert "cart.py:1" in await looked_up("search_text", text="find_me")
        change(workspace)
        assert await looked_up("search_text", text="find_me") == "No line with `find_me` was found."
        assert (await looked_up("find_definition", name="find_me")).startswith("No line with a definition")
        for name in VISIBLE:
            told = await looked_up("read_lines", path=name)
            assert told == f"There is no file `{name}` that can be read."

    with_workspace(play)(tmp_path)


@pytest.mark.parametrize(
    ("context", "is_open", "expected"),
    [
        (ContextSettings(workspace_files=False), False, False),
        (ContextSettings(workspace_files=False), True, True),
        (ContextSettings(open_files=False), False, True),
        (ContextSettings(open_files=False), True, False),
        (ContextSettings(exclude=("shop/",)), True, False),
    ],
)
def test_what_may_be_context_may_be_looked_up(
    tmp_path: Path, context: ContextSettings, is_open: bool, expected: bool
) -> None:
    async def play(workspace: Workspace) -> None:
        workspace.settings = Settings(context=context)
        looked_up = LookedUp(workspace)
        workspace.write(VISIBLE)
        await looked_up.write("-- main.py --\n" + VISIBLE["main.py"])
        if is_open:
            await looked_up.open("shop/cart.py", VISIBLE["shop/cart.py"])
        assert ("return shown" in await looked_up("read_lines", path="shop/cart.py")) is expected
        assert ("return shown" in await looked_up("find_definition", name="find_me")) is expected
        assert ("cart.py:1" in await looked_up("find_references", name="find_me")) is expected

    with_workspace(play)(tmp_path)


def random_text(dice: random.Random, root: Path) -> Any:
    """Names, parts of hidden lines, paths in all spellings, and what is none of that."""
    name = dice.choice(
        (*HIDDEN, *VISIBLE, "link.py", "linked/out.py", "shop/inside.py", "linked", "private", "")
    )
    spelled = dice.choice(
        (
            *(
                "{name}",
                "./{name}",
                "{name}/",
                "{root}/{name}",
                "../{folder}/{name}",
                "../{folder}-beside/out.py",
            ),
            *(
                "shop/../{name}",
                "//{name}",
                "{upper}",
                "{name}.",
                "{name} ",
                "{name}\0",
                "{name}::$DATA",
                "~/{name}",
            ),
            *(
                "file://{root}/{name}",
                "C:\\{name}",
                "{back}",
                "%2e%2e/{name}",
                "{last}",
                "{name}\n",
                "\u202e{name}",
            ),
        )
    ).format(
        name=name,
        root=root.as_posix(),
        folder=root.name,
        upper=name.upper(),
        back=name.replace("/", "\\"),
        last=name.rpartition("/")[2],
    )
    odd: tuple[Any, ...] = (
        "",
        None,
        0,
        True,
        [],
        {},
        ["a"],
        "\0",
        "x" * 10_000,
        "((a+)+)+$",
        "\ud800",
        1e300,
        -1,
    )
    texts = (
        "find_me",
        "hush",
        "hush_1",
        "  # ",
        "return",
        "return hush_",
        "shop.cart.find_me",
        "def",
        "(",
        "#",
    )
    return dice.choice((spelled, spelled, dice.choice(texts), dice.choice(texts), dice.choice(odd)))


def random_arguments(dice: random.Random, root: Path) -> dict[str, Any]:
    numbers = (1, 2, 0, -5, 300, 10**30, "3", None, 1.5, True)
    arguments = {key: random_text(dice, root) for key in ("name", "path", "text") if dice.random() < 0.9}
    return arguments | {key: dice.choice(numbers) for key in ("first", "last") if dice.random() < 0.5}


@pytest.mark.repeats
def test_no_calls_in_any_order_show_a_hidden_text(tmp_path: Path) -> None:
    async def play(workspace: Workspace) -> None:
        looked_up = await hiding(workspace)
        dice = random.Random(19)
        n_shown = 0
        for n in range(1_200):
            if n % 40 == 0:
                name = dice.choice(PRIVATE)
                (looked_up.close(name) if n % 80 else await looked_up.open(name, CODE.format("open")))
            tool, arguments = dice.choice(TOOLS), random_arguments(dice, workspace.root)
            result = await looked_up.result(tool, arguments)
            assert HUSH not in result.text + result.told, (n, tool, arguments)
            assert 0 < len(result.text) < 5_500
            assert "\n" not in result.told
            n_shown += "shown" in result.text
        assert n_shown > 20

    with_workspace(play)(tmp_path)
