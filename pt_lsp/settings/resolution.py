"""Merges what was written in several places into one frozen `Settings`, and says what could not be used.

Pure: refuses to know files, editors and the process environment; callers hand in mappings. No warning repeats
a value, which could be a secret.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from pt_lsp.settings.options import Option, Settings, camel_case, declared_options, sections
from pt_lsp.settings.values import Unfit, allowed, fitting

SourceName = Literal["user file", "project file", "editor", "environment", "command line"]
"""In rising order: a later one overrules an earlier one."""


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
    """Defaults overruled by `sources`, which may come in any order; never raises for what they hold."""
    merge = _Merge()
    for source in sorted(sources, key=lambda source: get_args(SourceName).index(source.name)):
        for path, value in _leaves(source.values):
            if value is not None:
                merge.take(source, path, value)
    return merge.result()


def environment_source(environ: Mapping[str, str]) -> SettingsSource:
    """What the environment variables of options say; an empty one counts as unset."""
    variables = ((option.key, option.environment) for option in declared_options() if option.environment)
    values = {key: environ[name] for key, name in variables if environ.get(name)}
    return SettingsSource("environment", values, "the environment")


_WRAPPERS = {"ptLsp", "pt_lsp"}
_RESERVED_FOR_EDITORS = {"extensions", "apiKey"}  # keys of initializationOptions that are no options
_OF_LATER_VERSIONS = {"actions", "server"}
_OPTIONS = {option.key: option for option in declared_options()}
_SECTIONS = tuple(name for name, _ in sections())
_SECTION_PATHS = {(name,) for name in _SECTIONS}


def _leaves(values: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths of two names and their values; shorter ones where a section holds no table."""
    for name, value in values.items():
        longer = path + tuple(str(name).split("."))
        if longer[0] in _WRAPPERS and (len(longer) > 1 or isinstance(value, Mapping)):
            longer = longer[1:]
        is_table = isinstance(value, Mapping)
        if is_table and (not longer or longer in _SECTION_PATHS):
            yield from _leaves(value, longer)
        else:
            yield longer, value


@dataclass(slots=True)
class _Merge:
    values: dict[str, dict[str, Any]] = field(default_factory=lambda: {name: {} for name in _SECTIONS})
    origins: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_OPTIONS, "default"))
    project_exclude: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def take(self, source: SettingsSource, path: tuple[str, ...], value: Any) -> None:
        where = f"`{'.'.join(path)}` in {source.place}"
        option = _OPTIONS.get(".".join(map(camel_case, path)))
        if option is None:
            self._take_unknown(source, path, where)
        elif source.name == "project file" and option.scope == "user":
            self._refuse(where)
        else:
            self._take_option(source, option, value, where)

    def result(self) -> Resolution:
        if self.project_exclude:
            own = self.values["privacy"].get("exclude", ())
            self.values["privacy"]["exclude"] = (*own, *self.project_exclude)
            origin = self.origins["privacy.exclude"]
            self.origins["privacy.exclude"] = (
                "project file" if origin == "default" else f"{origin}, project file"
            )
        defaults = Settings()
        changed = {name: replace(getattr(defaults, name), **values) for name, values in self.values.items()}
        return Resolution(replace(defaults, **changed), self.origins, tuple(self.warnings))

    def _take_option(self, source: SettingsSource, option: Option, value: Any, where: str) -> None:
        try:
            fit = fitting(option, value)
        except Unfit:
            self.warnings.append(f"{where} must be {allowed(option)}; it is ignored.")
            return
        if source.name == "project file" and option.key == "privacy.exclude":
            self._add_to_exclude(fit, where)
            return
        self.values[option.section][option.name] = fit
        self.origins[option.key] = source.name

    def _add_to_exclude(self, patterns: Sequence[str], where: str) -> None:
        # A project may hide more of itself; `!` would bring back what the user hides.
        if any(pattern.lstrip().startswith("!") for pattern in patterns):
            self.warnings.append(f"{where} may only add patterns; those that start with `!` are ignored.")
        self.project_exclude += [pattern for pattern in patterns if not pattern.lstrip().startswith("!")]

    def _take_unknown(self, source: SettingsSource, path: tuple[str, ...], where: str) -> None:
        section = path[0]
        if section in _OF_LATER_VERSIONS:
            if source.name == "project file":
                self._refuse(where)
        elif source.name == "editor" and section in _RESERVED_FOR_EDITORS:
            return
        elif camel_case(path[-1]) == "apiKey":
            self.warnings.append(
                f"{where} is ignored: the API key is never read from settings; set POWERTOKENS_API_KEY or "
                "endpoint.apiKeyCommand."
            )
        elif section in _SECTIONS and len(path) == 1:
            self.warnings.append(f"{where} must be a table of settings; it is ignored.")
        elif section in _SECTIONS:
            names = ", ".join(key for key in _OPTIONS if key.startswith(f"{section}."))
            self.warnings.append(f"{where} is not a setting; there are {names}.")
        else:
            self.warnings.append(f"{where} is not a setting; the sections are {', '.join(_SECTIONS)}.")

    def _refuse(self, where: str) -> None:
        self.warnings.append(f"{where} is ignored: a project may not set it, only your own settings may.")
