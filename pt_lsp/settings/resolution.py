"""Merges what was written in several places into one frozen `Settings`, and says what could not be used.

Of the settings that protect nothing is guessed: what is said of one and cannot be read is a refusal,
whatever another place says. Pure: refuses to know files, editors and the process environment; callers hand
in mappings. No sentence repeats a text that was written, which could be a secret.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pt_lsp.settings.merging import OF_PROJECTS, SourceName, Statement, merged
from pt_lsp.settings.options import Option, Settings, camel_case, declared_options, sections
from pt_lsp.settings.own_actions import read_actions
from pt_lsp.settings.reserved_keys import RESERVED_KEYS
from pt_lsp.settings.values import TooMuch, Unfit, fitting, takes_table


@dataclass(frozen=True, slots=True)
class SettingsSource:
    """What one place says: nested or dotted keys, in camelCase or snake_case; None means unset."""

    name: SourceName
    values: object
    """A mapping, if what was written is sound."""
    place: str
    """What sentences call it: a path, "the editor's settings"."""
    fault: str | None = None
    """Why it is not known what the place says, as a sentence; `values` are what it said before."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The settings in force, where each came from, and one sentence for each thing that is not in force."""

    settings: Settings
    origins: Mapping[str, str]
    """Dotted camelCase key -> name of the source; `default` where nobody said anything."""
    warnings: tuple[str, ...]
    refusals: tuple[str, ...]
    """Those sentences for which nothing may be sent; the settings carry the first."""


def resolve(
    sources: Sequence[SettingsSource], *, action_ids: Collection[str] = (), project: str = "project"
) -> Resolution:
    """Defaults overruled by `sources`, which may come in any order; never raises for what they hold.

    What an editor's section holds under `project` counts as the project's. `action_ids` are those of the
    actions that are not the user's own, `project` is what the project is called.
    """
    reading = _Reading(action_ids, project)
    for source in sources:
        if source.fault:
            reading.refusals.append(source.fault)
        for path, value in _said(source.values):
            reading.take(source.name, path, value, source.place)
    values: dict[str, dict[str, Any]] = {name: {} for name in _SECTIONS}
    origins: dict[str, str] = {}
    for option in _OPTIONS.values():
        lets_projects = bool(values["actions"].get("from_project"))  # declared before what it is about
        result = merged(option, reading.statements[option.key].values(), lets_projects=lets_projects)
        values[option.section][option.name] = result.value
        origins[option.key] = ", ".join(result.origins) or "default"
        reading.warnings += result.warnings
    refusals = tuple(dict.fromkeys(reading.refusals))
    settings = Settings(
        **{name: cls(**values[name]) for name, cls in sections()}, refusal=refusals[0] if refusals else None
    )
    return Resolution(settings, origins, tuple(reading.warnings), refusals)


def environment_sources(environ: Mapping[str, str]) -> list[SettingsSource]:
    """What the environment variables of options say; an empty one counts as unset."""
    return [
        SettingsSource("environment", {option.key: value}, f"the environment variable {option.environment}")
        for option in declared_options()
        if option.environment and (value := environ.get(option.environment))
    ]


_WRAPPERS = {"ptLsp", "pt_lsp"}
_PROJECT = "project"
_OWN_ACTIONS = "actions.own"
_RESERVED_FOR_EDITORS = {"extensions", "apiKey"}  # keys of initializationOptions that are no options
_OPTIONS = {option.key: option for option in declared_options()}
_SECTIONS = tuple(name for name, _ in sections())
_PROTECTING = {
    is_project: [
        option
        for option in _OPTIONS.values()
        if option.is_protecting and not (is_project and option.project_may == "nothing")
    ]
    for is_project in (False, True)
}
"""Those that a person may set, and those of them that a project may."""
_TABLES = {(), *((key.partition(".")[0],) for key in (*_OPTIONS, *RESERVED_KEYS))}


def _folded(key: str) -> str:
    return key.replace("_", "").replace("-", "").lower()


_KEYS = {_folded(key): key for key in (*(".".join(table) for table in _TABLES), *_OPTIONS, *RESERVED_KEYS)}


def _canonical(path: tuple[str, ...]) -> tuple[str, ...]:
    """The path as it is declared; letter case, `_` and `-` make no other key: `baseURL` is `baseUrl`."""
    for n in (2, 1):
        if key := _KEYS.get(_folded(".".join(path[:n]))):
            return (*key.split("."), *map(camel_case, path[n:]))
    return tuple(map(camel_case, path))


def _said(values: object) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths and values that are set; members of a table that were written one by one are one value."""
    tables: dict[tuple[str, ...], dict[str, Any]] = {}
    for path, value in _leaves(values):
        if value is None:
            continue
        if _is_table(path) and isinstance(value, Mapping):
            tables.setdefault(path, {}).update(value)
        elif _is_table(path[:-1]):
            tables.setdefault(path[:-1], {})[path[-1]] = value
        else:
            yield path, value
    yield from tables.items()


def _is_table(path: tuple[str, ...]) -> bool:
    option = _OPTIONS.get(".".join(_canonical(path)))
    return option is not None and takes_table(option)


def _leaves(values: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Paths of two names and their values, `project` before or not; shorter where a section is no table."""
    within = _canonical(path[1:] if path[:1] == (_PROJECT,) else path)
    if not isinstance(values, Mapping) or within not in _TABLES:
        if within not in _TABLES or values not in ([], ()):  # some editors know one empty table only
            yield path, values
        return
    for name, value in values.items():
        longer = path + tuple(str(name).split("."))
        yield from _leaves(value, longer[1:] if longer[0] in _WRAPPERS else longer)


@dataclass(slots=True)
class _Reading:
    """What the sources say of each option, of one source the last word, and what could not be used."""

    action_ids: Collection[str]
    project: str
    statements: dict[str, dict[SourceName, Statement]] = field(
        default_factory=lambda: {key: {} for key in _OPTIONS}
    )
    warnings: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def take(self, name: SourceName, path: tuple[str, ...], value: Any, place: str) -> None:
        where = f"`{'.'.join(path)}` in {place}" if path else f"The section `ptLsp` in {place}"
        if name == "editor" and path[:1] == (_PROJECT,):
            name, path = "editor's project", path[1:]
        is_editors = bool(path) and path[0] in _RESERVED_FOR_EDITORS
        path = _canonical(path)
        key = ".".join(path)
        option = _OPTIONS.get(key)
        reserved = next((each for each in RESERVED_KEYS if f"{key}.".startswith(f"{each}.")), "")
        is_users = (
            not RESERVED_KEYS.get(reserved, True) if option is None else option.project_may == "nothing"
        )
        if is_users and name in OF_PROJECTS:
            self.warnings.append(f"{where} is ignored: a project may not set it, only your own settings may.")
        elif option is not None:
            try:
                self._state(option, Statement(name, self._fit(option, name, value, where), where, place))
            except Unfit as unfit:
                self._leave_out(name, path, f"{where} {unfit}", protects=isinstance(unfit, TooMuch))
        elif not reserved and not (name == "editor" and is_editors):
            self._leave_out(name, path, f"{where} {_complaint(path)}")

    def _fit(self, option: Option, name: SourceName, value: Any, where: str) -> Any:
        if option.key != _OWN_ACTIONS:
            return fitting(option, value)
        project = self.project if name in OF_PROJECTS else ""
        read = read_actions(value, taken=self.action_ids, project=project)
        key, _, place = where.partition("` in ")
        self.warnings += [
            f"{key}{fault.place}` in {place} {fault.complaint}; the action is left out."
            for fault in read.faults
        ]
        return fitting(option, value) if read.actions is None else read.actions

    def _state(self, option: Option, said: Statement) -> None:
        before = self.statements[option.key].get(said.source)
        if option.is_protecting and before and before.place == said.place and before.value != said.value:
            raise Unfit("stands there twice with different values")
        self.statements[option.key][said.source] = said

    def _leave_out(
        self, name: SourceName, path: tuple[str, ...], fault: str, *, protects: bool = False
    ) -> None:
        if protects or any(_is_about(path, option) for option in _PROTECTING[name in OF_PROJECTS]):
            self.refusals.append(f"{fault}; nothing is sent until it is corrected.")
        else:
            self.warnings.append(f"{fault}; it is ignored.")


def _is_about(path: tuple[str, ...], option: Option) -> bool:
    """Whether what is written at the path would decide the option, were it sound."""
    key = ".".join(path)
    return not path or f"{option.key}.".startswith(f"{key}.") or key.startswith(f"{option.key}.")


def _complaint(path: tuple[str, ...]) -> str:
    """What to say of a path that leads to no option, behind its name."""
    section = path[0] if path else ""
    if path and camel_case(path[-1]) == "apiKey":
        return (
            "is no setting: the API key is never read from settings, but from POWERTOKENS_API_KEY or "
            "endpoint.apiKeyCommand"
        )
    if path in _TABLES:
        return "must be a table of settings"
    if section in _SECTIONS:
        names = ", ".join(key for key in _OPTIONS if key.startswith(f"{section}."))
        return f"is not a setting; there are {names}"
    return f"is not a setting; the sections are {', '.join(_SECTIONS)}"
