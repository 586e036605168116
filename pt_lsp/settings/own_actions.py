"""The actions that people write themselves, read one by one: of a bad one is told where and why it is bad.

Refuses to know which actions there are beside them, and where in menus they stand.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

OwnOutput = Literal["edit", "explain"]
OwnRegion = Literal["selection", "definition", "place"]
"""What is selected, else the definition around; that definition always; new text at the cursor."""

_MOST_ACTIONS = 50
_MOST_LANGUAGES = 50
_LONGEST_TITLE = 60
_LONGEST_INSTRUCTION = 4_000
_LONGEST_NAME = 60
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
_KIND = re.compile(r"(?:quickfix|refactor|source)(?:\.[A-Za-z0-9_-]{1,40}){0,4}")
_DONE_UNASKED = re.compile(r"source\.(?:fixAll|organizeImports)\b")
"""Kinds whose actions editors run whenever a file is saved."""


@dataclass(frozen=True, slots=True)
class OwnAction:
    """One action as somebody wrote it; `languages` are all where there are none."""

    id: str
    title: str
    instruction: str
    kind: str = "refactor.rewrite"
    output: OwnOutput = "edit"
    region: OwnRegion = "selection"
    languages: tuple[str, ...] = ()
    project: str = ""
    """The name of the project that brings it; empty where it is the user's own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an action is left out: where in the list, as in `[2].output`, and the end of a sentence."""

    place: str
    complaint: str


@dataclass(frozen=True, slots=True)
class ReadActions:
    """Those that fit; None where there is no list of any."""

    actions: tuple[OwnAction, ...] | None
    faults: tuple[Fault, ...] = ()


def read_actions(written: object, *, taken: Collection[str] = (), project: str = "") -> ReadActions:
    """The actions of a list, as those of `project`; none may have an id that is `taken`."""
    if isinstance(written, Mapping) and not written:  # some editors know one empty table only
        return ReadActions(())
    if not isinstance(written, list | tuple):
        return ReadActions(None)
    actions: dict[str, OwnAction] = {}
    faults: list[Fault] = []
    for n, each in enumerate(written[:_MOST_ACTIONS]):
        found = each if isinstance(each, OwnAction) else _read(each, project)
        if isinstance(found, Fault):
            faults.append(Fault(f"[{n}]{found.place}", found.complaint))
        elif found.id in taken or found.id in actions:
            faults.append(Fault(f"[{n}].id", "is the id of another action"))
        else:
            actions[found.id] = found
    if len(written) > _MOST_ACTIONS:
        faults.append(
            Fault(f"[{_MOST_ACTIONS}]", f"and what follows is too much: {_MOST_ACTIONS} can be kept")
        )
    return ReadActions(tuple(actions.values()), tuple(faults))


def _read(written: object, project: str) -> OwnAction | Fault:
    if not isinstance(written, Mapping):
        return Fault("", f"must be a table of {_NAMES}")
    said = {name: value for name, value in written.items() if value is not None}
    fault = next(_faults(said), None)
    if fault is not None:
        return fault
    return OwnAction(**{name: _READERS[name][0](value) for name, value in said.items()}, project=project)


def _faults(said: Mapping[Any, Any]) -> Iterator[Fault]:
    for name in _REQUIRED:
        if name not in said:
            yield Fault(f".{name}", "is missing")
    for name, value in said.items():
        if name not in _READERS:
            # What was written may be a secret in the wrong place.
            yield Fault("", f"holds something that is none of {_NAMES}")
        elif _READERS[name][0](value) is None:
            yield Fault(f".{name}", f"must be {_READERS[name][1]}")
    if said.get("output") == "explain" and said.get("region") == "place":
        yield Fault(".region", "must be `selection` or `definition` where the output is `explain`")


def _read_id(value: object) -> str | None:
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def _read_title(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text if text.isprintable() and 0 < len(text) <= _LONGEST_TITLE else None


def _read_instruction(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text if 0 < len(text) <= _LONGEST_INSTRUCTION else None


def _read_kind(value: object) -> str | None:
    is_fit = isinstance(value, str) and _KIND.fullmatch(value) and not _DONE_UNASKED.match(value)
    return str(value) if is_fit else None


def _read_choice(choices: tuple[str, ...]) -> Callable[[object], str | None]:
    return lambda value: value if isinstance(value, str) and value in choices else None


def _read_languages(value: object) -> tuple[str, ...] | None:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or len(names) > _MOST_LANGUAGES:
        return None
    is_fit = all(isinstance(each, str) and 0 < len(each) <= _LONGEST_NAME for each in names)
    return tuple(names) if is_fit else None


def _choices(kind: Any) -> tuple[Callable[[object], Any], str]:
    names = [f"`{each}`" for each in get_args(kind)]
    return _read_choice(get_args(kind)), f"{', '.join(names[:-1])} or {names[-1]}"


_READERS: Mapping[str, tuple[Callable[[object], Any], str]] = {
    "id": (_read_id, "a name of letters, digits, `-`, `_` and `.` that begins with a letter, 60 at most"),
    "title": (_read_title, f"a text on one line, of {_LONGEST_TITLE} characters at most"),
    "instruction": (_read_instruction, f"a text of {_LONGEST_INSTRUCTION:,} characters at most"),
    "kind": (
        _read_kind,
        "`quickfix`, `refactor`, `source` or below one, and none that editors run on saving: `source.fixAll`",
    ),
    "output": _choices(OwnOutput),
    "region": _choices(OwnRegion),
    "languages": (_read_languages, f"a list of language identifiers, {_MOST_LANGUAGES} at most"),
}
"""How each part is read, None where it does not fit, and what would, as the end of "it must be ..."."""

_REQUIRED = ("id", "title", "instruction")
_NAMES = ", ".join(f"`{each.name}`" for each in fields(OwnAction) if each.name in _READERS)
