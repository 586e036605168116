"""Writes what repeats in the Neovim plugin: lists of the help, types of settings, version; `COMMAND` is how.

Refuses to know what a command, key, highlight or event is for: the plugin's own tables say it, and the
server's settings.
"""

import json
import re
import subprocess
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pt_lsp import __version__
from pt_lsp.settings.options import declared_options, sections
from pt_lsp.settings.own_actions import OwnAction
from pt_lsp.settings.tables import Headers, JobModels, OwnPrice
from pt_lsp.settings.values import allowed
from tests.support.editors import NVIM
from tests.support.neovim_companion import PLUGIN

COMMAND = "python -m tests.editors.neovim_reference"
HELP = PLUGIN / "doc" / "pt_lsp.txt"
TAGS = PLUGIN / "doc" / "tags"
TYPES = PLUGIN / "lua" / "pt_lsp" / "types.lua"
VERSION = PLUGIN / "lua" / "pt_lsp" / "version.lua"

WIDTH = 78
LUA_WIDTH = 110
INDENT = 8 * " "
MODES = {"i": "Insert", "n": "Normal", "x": "Visual", "o": "Operator-pending", "s": "Select", "v": "Visual"}
TABLES = """
local function rows(name)
  local is_there, module = pcall(require, name)
  local found = is_there and (module.ALL or module) or {}
  return vim.tbl_map(function(row)
    return vim.tbl_map(function(value)
      return type(value) ~= 'function' and value or nil
    end, row)
  end, found)
end
io.write(vim.json.encode({
  Subcommands = rows('pt_lsp.command.subcommands'),
  ['Plug maps'] = rows('pt_lsp.keys'),
  Highlights = rows('pt_lsp.highlights'),
  ['User events'] = rows('pt_lsp.events'),
}))
"""
Row = Mapping[str, Any]


def tables() -> dict[str, list[Row]]:
    """The plugin's own tables by the heading that their list has in the help."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="utf-8") as script:
        script.write(TABLES)
        script.flush()
        argv = [
            str(NVIM),
            "--clean",
            "--cmd",
            "let &rtp = $PT_LSP_TEST_PLUGIN . ',' . &rtp",
            "-l",
            script.name,
        ]
        environment = {"PT_LSP_TEST_PLUGIN": str(PLUGIN), "PATH": "/usr/bin:/bin"}
        run = subprocess.run(argv, env=environment, capture_output=True, check=True)
    found: dict[str, list[Row]] = json.loads(run.stdout)
    return found


def manual(text: str) -> str:
    """The help `text` with each list as the tables and settings are now.

    A list stands below a heading, a line that ends in ` ~`, up to the next heading or ruler, or the modeline.
    """
    lists = {name: "\n".join(map(_ENTRIES[name], rows)) for name, rows in tables().items()}
    lists |= {f"Settings: {name}": "\n".join(_settings(name)) for name, _ in sections()}
    for heading, lines in lists.items():
        place = re.compile(
            rf"^{re.escape(heading)} ~\n.*?(?=^=+$|^[^\n]* ~$|^ vim:)", re.MULTILINE | re.DOTALL
        )
        whole = f"{heading} ~\n\n{lines}\n\n"
        text, n_found = place.subn(lambda _, whole=whole: whole, text)  # type: ignore[misc]
        assert n_found == 1, f"{n_found} places for {heading}"
    return text


def help_tags(text: str) -> str:
    """What `:helptags` makes of the help `text`."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / HELP.name).write_text(text, encoding="utf-8")
        argv = [str(NVIM), "--clean", "--headless", "+exe 'helptags' fnameescape($PT_LSP_TEST_DOC)", "+qall!"]
        environment = {"PT_LSP_TEST_DOC": folder, "PATH": "/usr/bin:/bin"}
        run = subprocess.run(argv, env=environment, capture_output=True, check=True)
        assert not run.stderr, run.stderr.decode()  # such as a duplicate
        return (Path(folder) / "tags").read_text(encoding="utf-8")


def types() -> str:
    """The text of types.lua as the settings are declared now."""
    lines = [
        "---@meta",
        "--- What lua_ls completes and checks in `init_options`: the server's settings.",
        f"--- Written by `{COMMAND}`.",
    ]
    for name, cls in sections():
        lines += ["", f"--- {cls.__doc__}", f"---@class pt_lsp.Settings.{name}"]
        for option in declared_options():
            if option.section == name:
                lines += [f"--- {line}" for line in textwrap.wrap(option.doc, LUA_WIDTH - 4)]
                lines.append(f"---@field {option.key.split('.')[1]}? {_lua_type(option.type)}")
    lines += ["", "---@class pt_lsp.Settings"]
    lines += [f"---@field {name}? pt_lsp.Settings.{name}" for name, _ in sections()]
    lines += [
        "",
        "--- What `setup` takes: what `vim.lsp.config` does.",
        "---@class pt_lsp.Config: vim.lsp.Config",
        "---@field init_options? pt_lsp.Settings",
    ]
    return "\n".join(lines) + "\n"


def version() -> str:
    """The text of version.lua, by which `:checkhealth` sees whether plugin and server are of one release."""
    return f"--- Written by `{COMMAND}`: the release that this plugin is from.\nreturn '{__version__}'\n"


def _tagged(words: str, tag: str) -> str:
    """`words` with a tag at the right margin, in a line of its own where there is no room."""
    label = f"*{tag}*"
    n_between = WIDTH - len(words) - len(label)
    return words + n_between * " " + label if n_between > 1 else f"{label:>{WIDTH}}\n{words}"


def _entry(words: str, tag: str, *sentences: str) -> str:
    body = textwrap.fill(
        " ".join(filter(None, sentences)), WIDTH, initial_indent=INDENT, subsequent_indent=INDENT,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return f"{_tagged(words, tag)}\n{body}"


def _subcommand(row: Row) -> str:
    takes = f" {row['takes']}" if row.get("takes") else ""
    usage = f"`:{'[range]' if row.get('has_range') else ''}Pt {row['name']}{takes}`"
    return _entry(usage, f":Pt-{row['name']}", row["doc"])


def _plug_map(row: Row) -> str:
    name = f"<Plug>(PtLsp{row['plug']})"
    modes = ", ".join(MODES[each] for each in row["modes"])
    return _entry(name, name, row["doc"], f"{modes} mode; for example `{row['suggested']}`.")


def _highlight(row: Row) -> str:
    return _entry(row["name"], f"hl-{row['name']}", row["doc"], f"Links to |hl-{row['link']}|.")


def _event(row: Row) -> str:
    return _entry(row["name"], row["name"], row["doc"])


_ENTRIES: dict[str, Callable[[Row], str]] = {
    "Subcommands": _subcommand,
    "Plug maps": _plug_map,
    "Highlights": _highlight,
    "User events": _event,
}


def _settings(section: str) -> Iterator[str]:
    for option in declared_options():
        if option.section == section:
            default = "unset" if option.default is None else f"`{json.dumps(option.default)}`"
            about = f"Default {default}; {allowed(option)}."
            yield _entry(option.key, f"pt_lsp-{option.key}", option.doc, about)


def _lua_type(kind: Any) -> str:
    if get_origin(kind) is UnionType:
        return "|".join(_lua_type(each) for each in get_args(kind) if each is not NoneType)
    if get_origin(kind) is Literal:
        return "|".join(f"'{each}'" for each in get_args(kind))
    if get_origin(kind) is tuple:
        return "table<string, any>[]" if get_args(kind)[0] is OwnAction else "string[]"
    plain = {str: "string", bool: "boolean", int: "integer", float: "number"}
    tables = {
        JobModels: "table<string, string>",
        Headers: "table<string, string>",
        OwnPrice: "table<string, any>",
    }
    return plain.get(kind) or tables.get(kind, "table<string, any>")


def main() -> None:
    """Write all."""
    text = manual(HELP.read_text(encoding="utf-8"))
    for file, words in ((HELP, text), (TAGS, help_tags(text)), (TYPES, types()), (VERSION, version())):
        file.write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
