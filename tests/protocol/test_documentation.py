"""docs/protocol.md says what is so: commands, their arguments, what we send, and the states."""

import re
import typing
from pathlib import Path

import attrs

from pt_lsp import errors
from pt_lsp.edits.states import EditState
from pt_lsp.protocol import extensions, results
from pt_lsp.protocol.capabilities import COMMANDS
from pt_lsp.protocol.status import State
from pt_lsp.protocol.wire.boundary import ABOUT_FAULTS, ABOUT_INVALID_PARAMS, ABOUT_NOT_OPEN

OTHERS = (ABOUT_FAULTS, ABOUT_INVALID_PARAMS, ABOUT_NOT_OPEN)
BASES = {errors.PtLspError, errors.ModelError}
TEXT = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
NAME = re.compile(r"`(ptLsp\.\w+)`")
ROWS = [
    [cell.strip() for cell in line[1:-1].split("|")] for line in TEXT.splitlines() if line.startswith("| `")
]
ARGUMENTS = [
    kind
    for kind in vars(extensions).values()
    if isinstance(kind, type) and kind.__name__.endswith("Arguments")
]


def keys_of(braces: str) -> list[str]:
    """`{editId, hunk?}`: what the braces list, with what may be left out marked as such."""
    return [key.strip() for key in braces.strip("`{} ").split(",")] if braces else []


def told_keys(kind: type[attrs.AttrsInstance]) -> list[str]:
    return [
        extensions.key_of(field.name) + ("?" if field.default is not attrs.NOTHING else "")
        for field in attrs.fields(kind)
    ]


def commands_in(text: str) -> list[str]:
    return NAME.findall(text)


def test_every_command_has_one_row_and_no_row_is_of_another() -> None:
    told = [name for row in ROWS for name in commands_in(row[0])]
    assert sorted(told) == sorted(COMMANDS)


def test_arguments_are_those_that_commands_take() -> None:
    taken = {name: told_keys(kind) for kind in ARGUMENTS for name in commands_in(str(kind.__doc__))}
    told = {name: keys_of(row[1]) for row in ROWS for name in commands_in(row[0])}
    assert told == {name: taken.get(name, []) for name in COMMANDS}


def test_the_parameters_of_edit_progress_are_those_that_are_sent() -> None:
    (row,) = [row for row in ROWS if row[0] == f"`{extensions.EDIT_PROGRESS}`"]
    assert keys_of(row[1]) == list(results.EditProgress.__annotations__)


def test_hunks_are_as_they_are_sent() -> None:
    keys = ", ".join(results.EditHunk.__annotations__)
    assert f"`{{{keys}}}`" in TEXT


def test_what_a_client_can_list_is_what_is_looked_for() -> None:
    names = {getattr(extensions, name) for name in vars(extensions) if name.isupper()}
    paragraph = TEXT[TEXT.index("- `extensions`") : TEXT.index("A client that lists")]
    listed = set(re.findall(r"`(groupedUndo|closedEdits|ptLsp/\w+)`", paragraph))
    assert listed == names


def test_states_are_all_told() -> None:
    sentence = next(line for line in TEXT.splitlines() if line.startswith("`state` of `ptLsp.status`"))
    assert set(re.findall(r"`(\w+)`", sentence)) - {"state"} == set(typing.get_args(State))
    rows = [name for row in ROWS if len(row) == 2 for name in re.findall(r"`(\w+)`", row[0])]
    assert set(typing.get_args(EditState)) <= set(rows)


def test_kinds_of_errors_are_told_with_their_remedies() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.PtLspError) and kind not in BASES
    ]
    sent: dict[str, str] = {kind("").code: kind.fix for kind in kinds}
    sent |= {about["code"]: about["fix"] for about in OTHERS}
    table = TEXT[TEXT.index("| kind | meaning | fix |") :].split("\n\n")[0]
    assert dict(re.findall(r"^\| `(\w+)` \|.*\| `(\w+)` \|$", table, re.MULTILINE)) == sent
