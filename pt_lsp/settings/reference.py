"""Writes docs/configuration.md from the options; `COMMAND` is how."""

import json
import sys

from pt_lsp.settings.merging import permission
from pt_lsp.settings.options import Option, declared_options, sections
from pt_lsp.settings.values import allowed

COMMAND = "python -m pt_lsp.settings.reference > docs/configuration.md"


def reference() -> str:
    """The whole page as Markdown."""
    return "\n\n".join([_OPENING, *(_section(name, cls) for name, cls in sections()), _ENDING]) + "\n"


_OPENING = f"""# Configuration

<!-- Written by `{COMMAND}`. -->

Every setting has a default: with an API key in place there is nothing to configure. A setting can be
written in

1. the user file:
   - Linux: `~/.config/pt-lsp/config.toml`
   - macOS: `~/Library/Application Support/pt-lsp/config.toml`
   - Windows: `%LOCALAPPDATA%\\pt-lsp\\config.toml`
2. the project file `.pt-lsp.toml` at the root of a project,
3. the editor's settings: the section `ptLsp`, or the `initializationOptions`, which are that section,
4. environment variables, where a table below names one,
5. the command line.

A later place overrules an earlier one, setting by setting; the project file may do so only where that
harms nobody (below). Editors write the keys as below; in the TOML files the same names are written in
snake_case:

```toml
[completion]
debounce_ms = 100

[privacy]
exclude = ["secrets/"]
```

Dotted keys (`completion.debounce_ms = 100`) mean the same, and letter case does not count. `null` means
unset. A key that does not exist and a value that does not fit give a warning in the log that names the key,
the place and what is allowed; everything else stays in force. `pt-lsp doctor` shows the settings in force
and where each came from.

The settings that protect, those of `endpoint`, `privacy` and `budget`, fail closed. What can mean one thing
only is read: one text as a list of one, blanks around a text, slashes and `/chat/completions` at the end of a
base URL. Any other value that does not fit stops all requests, and so does a user file that cannot be read
or parsed; such a project file stops those about its folder. One sentence says what is to be mended, and the
next request sees that it was. A value that cannot be read never means the default, nor what another place
says.

## What a project may do

A repository that you open may come with a project file, so that file can only narrow what you allow. What
you allow is what your own places say together (the user file, the editor, the environment, the command
line), else the default; the tables tell for each setting what a project may do to it:

- *set it*: the value harms nobody, and holds where no later place says something else;
- *add to it*: what it lists is left out too; nothing that you leave out comes back;
- *turn it off*, *lower it*, *raise it*, *move it towards* a choice: in that direction only, starting from
  what you allow;
- *leave it*: only your own settings count.

Whatever asks for more is ignored, with a warning that says what stays in force.

An editor's settings for a workspace or a folder may come with the repository as well. An editor that tells
them apart sends them under the key `project` of the section, in the same form; they come after the project
file, and may do what it may.

## The API key

The key is not a setting, and no settings file, log or error ever holds it. It is taken from the first of
these places that has one:

1. the environment variable `POWERTOKENS_API_KEY`,
2. the command in `endpoint.apiKeyCommand`, for password managers: a list of arguments, or one string
   that is split as a shell would; it runs without a shell, for at most 10 seconds, and the first line
   that it prints is the key,
3. the system keyring, where `pt-lsp login` puts it (needs an extra: `pip install 'pt-lsp[keyring]'`),
4. what the editor sends as `apiKey` in its `initializationOptions`, out of its own secret storage.

An endpoint on a loopback address needs no key."""

_ENDING = """## Actions of your own

Each entry of `actions.own` is an action in menus, and is run by `ptLsp.action` with its `id`:

```toml
[[actions.own]]
id = "translate"
title = "Translate Comments"
instruction = "Translate the comments in {selection} into English."
languages = ["python", "go"]
```

- `id`: a name of its own, of letters, digits, `-`, `_` and `.`; no other action has it.
- `title`: what menus call it, on one line.
- `instruction`: what the model is told. `{selection}` stands for the selected text, or the code that the
  action is about; `{language}` for the language identifier, `{path}` for the path in the workspace folder,
  `{diagnostics}` for the problems that the editor shows there. Other braces stay as they are.
- `output`: `edit` (default) changes the code, `explain` answers beside it.
- `region`: what is selected, else the definition around (`selection`, the default); always that definition
  (`definition`); new text at the cursor (`place`).
- `kind`: where menus have it: `refactor.rewrite` (default), `quickfix`, `refactor`, `source` or one below
  them, but none that editors run on saving.
- `languages`: language identifiers of the documents for which it is offered; all where there are none.

An entry that does not fit is left out, with a warning that names the place (`actions.own[2].output`); the
others are in force. Those of a project, where `actions.fromProject` lets it bring some, come behind your own,
with its name in the title.

## Files that never leave the machine

Whatever the settings say, no content is sent of files that git ignores (by a `.gitignore` anywhere in the
repository, by `.git/info/exclude`, or by your own `core.excludesFile`) and of files that hold secrets by
their name: variables of an environment (`.env*`, `.dev.vars`), keys and key stores (`*.pem`, `id_rsa*`,
`*.kdbx`), logins of clouds, package managers, containers and databases (`.aws/credentials*`, `rclone.conf`,
`.npmrc`, `.docker/config.json`, `.netrc`, `.pgpass`, Composer's `auth.json`), states of infrastructure
(`*.tfstate`, `*.tfvars`), what is named for its secrets (`.secrets*`, `credentials.json`), histories of
shells and of clients of databases (`.bash_history`, `.psql_history`), and their like. Patterns in
`privacy.exclude` are written as in `.gitignore`; letter case does not count."""


def _section(name: str, cls: type) -> str:
    rows = [_row(option) for option in declared_options() if option.section == name]
    head = "| Key | Default | Allowed | Unit | Meaning | A project may | Environment |\n" + 7 * "|---" + "|"
    return "\n".join([f"## `{name}`\n\n{cls.__doc__}\n", head, *rows])


def _row(option: Option) -> str:
    default = "unset" if option.default is None else f"`{json.dumps(option.default)}`"
    environment = f"`{option.environment}`" if option.environment else ""
    cells = (
        f"`{option.key}`",
        default,
        allowed(option),
        _unit(option),
        option.doc,
        permission(option),
        environment,
    )
    return f"| {' | '.join(cells)} |".replace("  |", " |")


def _unit(option: Option) -> str:
    words = option.name.split("_")
    if "tokens" in words:
        return "tokens"
    return {"ms": "milliseconds", "s": "seconds"}.get(words[-1], "")


if __name__ == "__main__":
    sys.stdout.write(reference())
