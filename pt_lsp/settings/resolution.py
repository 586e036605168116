"""Merges what was written in several places into one frozen `Settings`, and says what could not be used.

Pure: refuses to know files, editors and the process environment; callers hand in mappings. No warning repeats
a text that was written, which could be a secret.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pt_lsp.settings.merging import OF_PROJECTS, SourceName, Statement, merged
from pt_lsp.settings.options import RESERVED_KEYS, Settings, camel_case, declared_options, sections
from pt_lsp.settings.values import Unfit, allowed, fitting


@dataclass(frozen=True, slots=True)
class SettingsSource:
    """What one place says: nested or dotted keys, in camelCase or snake_case; None means unset."""

    name: SourceName
    values: Mapping[str, Any]
    place: str
    """What warnings call it: a path, "the editor's settings"."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The settings in force, where each came from, and one sentence for each thing that is not in force."""

    settings: Settings
    origins: Mapping[str, str]
    """Dotted camelCase key -> name of the source; `default` where nobody said anything."""
    warnings: tuple[str, ...]


def resolve(sources: Sequence[SettingsSource]) -> Resolution:
    """Defaults overruled by `sources`, which may come in any order; never raises for what they hold.

    What an editor's section holds under `project` counts as the project's.
    """
    reading = _Reading()
    for source in sources:
        for path, value in _leaves(source.values):
            if value is not None:
                reading.take(source.name, path, value, f"`{'.'.join(path)}` in {source.place}")
    values: dict[str, dict[str, Any]] = {name: {} for name in _SECTIONS}
    origins: dict[str, str] = {}
    for option in _OPTIONS.values():
        result = merged(option, reading.statements[option.key].values())
        values[option.section][option.name] = result.value
        origins[option.key] = ", ".join(result.origins) or "default"
        reading.warnings += result.warnings
    settings = Settings(**{name: cls(**values[name]) for name, cls in sections()})
    return Resolution(settings, origins, tuple(reading.warnings))


def environment_source(environ: Mapping[str, str]) -> SettingsSource:
    """What the environment variables of options say; an empty one counts as unset."""
    variables = ((option.key, option.environment) for option in declared_options() if option.environment)
    values = {key: environ[name] for key, name in variables if environ.get(name)}
    return SettingsSource("environment", values, "the environment")


_WRAPPERS = {"ptLsp", "pt_lsp"}
_PROJECT = "project"
_RESERVED_FOR_EDITORS = {"extensions", "apiKey"}  # keys of initializationOptions that are no options
_OPTIONS = {option.key: option for option in declared_options()}
_SECTIONS = tuple(name for name, _ in sections())
_TABLES = {(), *((key.partition(".")[0],) for key in (*_OPTIONS, *RESERVED_KEYS))}


def _leaves(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths of two names and their values, `project` before or not; shorter where a section is no table."""
    for name, value in values.items():
        longer = path + tuple(str(name).split("."))
        if longer[0] in _WRAPPERS and (len(longer) > 1 or isinstance(value, Mapping)):
            longer = longer[1:]
        within = longer[1:] if longer[:1] == (_PROJECT,) else longer
        if isinstance(value, Mapping) and within in _TABLES:
            yield from _leaves(value, longer)
        else:
            yield longer, value


@dataclass(slots=True)
class _Reading:
    """What the sources say of each option, of one source the last word, and what could not be used."""

    statements: dict[str, dict[SourceName, Statement]] = field(
        default_factory=lambda: {key: {} for key in _OPTIONS}
    )
    warnings: list[str] = field(default_factory=list)

    def take(self, name: SourceName, path: tuple[str, ...], value: Any, where: str) -> None:
        if name == "editor" and path[:1] == (_PROJECT,):
            name, path = "editor's project", path[1:]
        key = ".".join(map(camel_case, path))
        option = _OPTIONS.get(key)
        reserved = next((each for each in RESERVED_KEYS if f"{key}.".startswith(f"{each}.")), "")
        is_users = (
            not RESERVED_KEYS.get(reserved, True) if option is None else option.project_may == "nothing"
        )
        if is_users and name in OF_PROJECTS:
            self.warnings.append(f"{where} is ignored: a project may not set it, only your own settings may.")
        elif option is not None:
            try:
                self.statements[key][name] = Statement(name, fitting(option, value), where)
            except Unfit:
                self.warnings.append(f"{where} must be {allowed(option)}; it is ignored.")
        elif not reserved and not (name == "editor" and path[0] in _RESERVED_FOR_EDITORS):
            self.warnings.append(f"{where} {_complaint(path)}")


def _complaint(path: tuple[str, ...]) -> str:
    """What to say of a path that leads to no option, behind its name."""
    section = path[0] if path else ""
    if path and camel_case(path[-1]) == "apiKey":
        return (
            "is ignored: the API key is never read from settings; set POWERTOKENS_API_KEY or "
            "endpoint.apiKeyCommand."
        )
    if not path or path in _TABLES:
        return "must be a table of settings; it is ignored."
    if section in _SECTIONS:
        names = ", ".join(key for key in _OPTIONS if key.startswith(f"{section}."))
        return f"is not a setting; there are {names}."
    return f"is not a setting; the sections are {', '.join(_SECTIONS)}."
