"""Writes docs/configuration.md from the options; `COMMAND` is how.

Refuses to know more about an option than its declaration says.
"""

import json
import sys

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

A later place overrules an earlier one, setting by setting. Editors write the keys as below; in the TOML
files the same names are written in snake_case:

```toml
[completion]
debounce_ms = 100

[privacy]
exclude = ["secrets/"]
```

Dotted keys (`completion.debounce_ms = 100`) mean the same. `null` means unset. A key that does not exist
and a value that does not fit give a warning in the log that names the key, the place and what is
allowed; everything else stays in force. `pt-lsp doctor` shows the settings in force and where each came
from.

## Who may set what

A repository that you open may come with a project file, so that file can set harmless keys only: those
marked `project` below. It can *add* to `privacy.exclude`, and never takes back what you exclude. A key
marked `user` in a project file is refused with a warning.

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

_ENDING = """## Files that never leave the machine

Whatever the settings say, no content is sent of files that git ignores (by a `.gitignore` anywhere in the
repository, by `.git/info/exclude`, or by your own `core.excludesFile`) and of files that hold secrets by
their name: `.env*`, `*.pem`, `*.key`, `*.p12`, `id_rsa*`, `.netrc`, `.npmrc`, `.pypirc`,
`.aws/credentials*`, `*.kdbx`, `*.tfvars`, `*.tfstate`, `secrets.yaml`, `credentials.json`,
`service-account*.json` and their like. Patterns in `privacy.exclude` are written as in `.gitignore`;
letter case does not count."""


def _section(name: str, cls: type) -> str:
    rows = [_row(option) for option in declared_options() if option.section == name]
    head = "| Key | Default | Allowed | Unit | Meaning | Who | Environment |\n|---|---|---|---|---|---|---|"
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
        option.scope,
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
