"""What the user and a project say of one option, as one value: a project only narrows what the user allows.

`option.project_may` is the rule.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pt_lsp.settings.options import Option

SourceName = Literal[
    "user file",
    "project file",
    "editor's project",
    "editor's folder",
    "editor",
    "environment",
    "command line",
]
"""In rising order: a later one overrules an earlier one, a project's only in what harms nobody."""

OF_PROJECTS: frozenset[SourceName] = frozenset({"project file", "editor's project", "editor's folder"})
"""Those that a repository may have written."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place says of an option, as a value that fits it."""

    source: SourceName
    value: Any
    where: str
    """What warnings call it: the key in its place."""
    place: str = ""


@dataclass(slots=True)
class Merged:
    """The value in force, the names of the sources that made it, and a sentence for each refusal."""

    value: Any
    origins: list[str]
    warnings: list[str]


def merged(option: Option, statements: Iterable[Statement], *, lets_projects: bool = False) -> Merged:
    """What is in force after one statement of each source, which may come in any order.

    Where a project may not replace the value, what it says is held against all that the user says;
    `lets_projects` tells whether the user lets it add what it may not otherwise.
    """
    ordered = sorted(statements, key=lambda each: get_args(SourceName).index(each.source))
    own = [each.value for each in ordered if each.source not in OF_PROJECTS]
    is_harmless = option.project_may == "replace" or (
        option.project_may == "replace unless empty" and own[-1:] != [""]
    )
    narrowing = [each for each in ordered if each.source in OF_PROJECTS and not is_harmless]
    decisive = [each for each in ordered if each not in narrowing]
    result = (
        Merged(decisive[-1].value, [decisive[-1].source], []) if decisive else Merged(option.default, [], [])
    )
    for each in narrowing:
        if option.project_may == "add where let":
            _add_actions(result, option, each, is_let=lets_projects)
        else:
            _narrow(result, option, each)
    return result


def permission(option: Option) -> str:
    """What a project may do to the option, as the end of "it may only …"."""
    if option.project_may == "lower" and option.type is bool:
        return "turn it off"
    if option.project_may in {"lower", "raise"} and isinstance(option.default, str):
        return f"move it towards `{get_args(option.type)[0 if option.project_may == 'lower' else -1]}`"
    words = {
        "nothing": "leave it",
        "replace": "set it",
        "replace unless empty": "set it where you have not turned it off",
        "add": "add to it",
        "add where let": "add to it where `actions.fromProject` is on",
        "lower": "lower it",
        "raise": "raise it",
    }
    return words[option.project_may]


def _narrow(result: Merged, option: Option, said: Statement) -> None:
    if option.project_may == "add":
        # `!` would bring back what the user keeps out.
        added = tuple(each for each in said.value if not each.lstrip().startswith("!"))
        if len(added) < len(said.value):
            result.warnings.append(
                f"{said.where} may only add patterns; those that start with `!` are ignored."
            )
        value = (*result.value, *added)
    elif _is_narrower(option, said.value, result.value):
        value = said.value
    else:
        stays = "it stays unset" if result.value is None else f"`{json.dumps(result.value)}` stays in force"
        result.warnings.append(f"{said.where} is ignored: a project may only {permission(option)}; {stays}.")
        return
    if value != result.value:
        result.value = value
        result.origins = [name for name in result.origins if option.project_may == "add"] + [said.source]


def _add_actions(result: Merged, option: Option, said: Statement, *, is_let: bool) -> None:
    """A project's actions come behind the others, and none in the place of another."""
    if not is_let:
        result.warnings.append(f"{said.where} is ignored: a project may only {permission(option)}.")
        return
    known = {each.id for each in result.value}
    added = tuple(each for each in said.value if each.id not in known)
    if len(added) < len(said.value):
        result.warnings.append(f"{said.where} has ids that other actions have; those are left out.")
    if added:
        result.value = (*result.value, *added)
        result.origins.append(said.source)


def _is_narrower(option: Option, value: Any, limit: Any) -> bool:
    """Whether it allows no more than `limit`; where that is unset, any wait is longer than none."""
    if value == limit:
        return True
    if limit is None and option.project_may == "raise":
        return bool(value > (option.minimum or 0))
    if limit is None or option.project_may not in {"lower", "raise"}:
        return False
    if isinstance(value, str):
        choices = get_args(option.type)
        value, limit = choices.index(value), choices.index(limit)
    return bool(value <= limit if option.project_may == "lower" else value >= limit)
