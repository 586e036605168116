"""Writes the table of actions for both companions, docs/actions.md and the README; `COMMAND` is how.

Refuses to say anything of an action that its recipe does not say.
"""

import difflib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pt_lsp.features.edit.actions.page import section
from pt_lsp.features.edit.actions.recipe import Kind, Menu, Offer, Output, Recipe, Takes
from pt_lsp.features.edit.actions.table import RECIPES

COMMAND = "python -m tests.editors.recipes"
ROOT = Path(__file__).parents[2]
TYPESCRIPT = ROOT / "editors" / "vscode" / "src" / "recipes.ts"
LUA = ROOT / "editors" / "neovim" / "lua" / "pt_lsp" / "command" / "recipes.lua"
DOCUMENT = ROOT / "docs" / "actions.md"
README = ROOT / "README.md"

_FIELDS = ("id", "title", "does", "doing", "menu", "offer", "takes", "output")
_LITERALS = {
    name: " | ".join(map(json.dumps, get_args(kind)))
    for name, kind in {"menu": Menu, "offer": Offer, "takes": Takes, "output": Output}.items()
}
_WRITTEN = f"Written by `{COMMAND}` from the server's table: change that."
_OFFERED: Mapping[Offer, str] = {
    "in menus": "in menus, with the words that are asked for",
    "problem": "for each problem that the editor shows there",
    "problem kind": "for each kind of which the file has several",
    "code": "on any code",
    "definition": "in definitions and on selections",
    "left open": "where a stub, a signature or a TODO is",
    "types missing": "where types could be written",
    "code to test": "in definitions and on selections of files that are no tests",
    "instruction comment": "on a comment that says what to do",
}
_KINDS: Mapping[Kind, str] = {
    "": "none",
    **{kind: f"`{kind}`" for kind in get_args(Kind) if kind},
}
_SECTION = "## Actions"
_LEAD = f"""\
What one can ask of code beside completion; [docs/actions.md](docs/actions.md) tells where each is offered.

<!-- {_WRITTEN} -->
"""
_HEAD = f"""\
# Actions

What one can ask of code, in any editor: as a code action where it fits, in VS Code also from the palette
and the context menu, in Neovim as `:Pt SUBCOMMAND` and from `:Pt` alone. `actions.hidden` takes entries out
of menus. New text streams in where the editor allows it and waits for a verdict there; nothing else is
changed. What an answer looks like depends on the model: the examples show what is meant.

<!-- {_WRITTEN} -->
"""


def subcommand(recipe: Recipe) -> str:
    """Its name behind `:Pt`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", recipe.id).lower()


def typescript() -> str:
    """The table for VS Code."""
    rows = json.dumps([_row(recipe) for recipe in RECIPES], indent=2, ensure_ascii=False)
    fields = {"id": "RecipeId", **dict.fromkeys(_FIELDS[1:], "string"), **_LITERALS}
    ids = " | ".join(json.dumps(recipe.id) for recipe in RECIPES)
    interface = "".join(f"  readonly {name}: {kind};\n" for name, kind in fields.items())
    return (
        f"/** What one can ask of code. {_WRITTEN} */\n"
        f"export type RecipeId = {ids};\n\n"
        f"export interface Recipe {{\n{interface}}}\n\nexport const RECIPES: readonly Recipe[] = {rows};\n"
    )


def lua() -> str:
    """The table for Neovim."""
    rows = "".join(f"  {{ {_lua_fields(recipe)} }},\n" for recipe in RECIPES)
    return f"""\
--- What one can ask of code.
--- {_WRITTEN}

---@class pt_lsp.Recipe
---@field name string the subcommand
---@field command string the server's
---@field title string
---@field does string a sentence for people
---@field offer string where the server offers it
---@field takes string what one says beside the place
---@field output string

---@type pt_lsp.Recipe[]
return {{
{rows}}}
"""


def document() -> str:
    """docs/actions.md."""
    table = "\n".join(map(_table_row, RECIPES))
    parts = "\n\n".join(map(section, RECIPES))
    return f"{_HEAD}\n| action | `:Pt` | command | code action |\n|---|---|---|---|\n{table}\n\n{parts}\n"


def readme() -> str:
    """The README with its section of actions as they are now."""
    before, heading, rest = README.read_text(encoding="utf-8").partition(f"{_SECTION}\n")
    _, next_heading, after = rest.partition("\n## ")
    parts = "\n".join(map(_short_part, RECIPES))
    return f"{before}{heading}\n{_LEAD}\n{parts}{next_heading}{after}"


def _short_part(recipe: Recipe) -> str:
    _, before, after = recipe.example
    if recipe.output == "explain":
        return f"**{recipe.title}**: {recipe.does}\n\n> {after}\n"
    _, _, _, *lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=99)
    changes = "\n".join(line.rstrip() for line in lines)
    return f"**{recipe.title.removesuffix('...')}**: {recipe.does}\n\n```diff\n{changes}\n```\n"


def _row(recipe: Recipe) -> dict[str, Any]:
    return {field: getattr(recipe, field) for field in _FIELDS}


def _lua_fields(recipe: Recipe) -> str:
    fields = {
        "name": subcommand(recipe),
        "command": recipe.command,
        **{field: getattr(recipe, field) for field in ("title", "does", "offer", "takes", "output")},
    }
    return ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())


def _table_row(recipe: Recipe) -> str:
    title = recipe.title.removesuffix("...")
    place = f"{_OFFERED[recipe.offer]} ({_KINDS[recipe.kind]})"
    link = f"[{title}](#{title.lower().replace(' ', '-')})"
    return f"| {link} | `{subcommand(recipe)}` | `{recipe.command}` | {place} |"


def written() -> tuple[tuple[Path, str], ...]:
    """What is written where."""
    return ((TYPESCRIPT, typescript()), (LUA, lua()), (DOCUMENT, document()), (README, readme()))


def main() -> None:
    """Write all of it."""
    for path, text in written():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
