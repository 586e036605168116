"""What the VS Code extension's manifest says, against what the server and the contract say."""

import json
import re
from typing import Any

from pt_lsp import __version__
from pt_lsp.protocol.capabilities import COMMANDS
from pt_lsp.settings.options import declared_options
from tests.editors.vscode_configuration import COMMAND, MANIFEST, configuration

VALUES: dict[str, Any] = json.loads(MANIFEST.read_text(encoding="utf-8"))


def test_the_settings_are_what_the_options_say() -> None:
    assert VALUES["contributes"]["configuration"] == configuration(), f"they are stale: run {COMMAND}"


def test_an_open_folder_can_set_nothing_that_its_project_file_may_not_set() -> None:
    scopes = {key: value["scope"] for page in configuration() for key, value in page["properties"].items()}
    for option in declared_options():
        if option.project_may == "nothing" or option.is_protecting:
            assert scopes[f"ptLsp.{option.key}"] in {"application", "machine"}, option.key
    assert scopes["ptLsp.server.command"] == "machine"


def test_what_a_person_has_set_counts_in_a_remote_window_but_for_what_names_things_of_one_machine() -> None:
    scopes = {key: value["scope"] for page in configuration() for key, value in page["properties"].items()}
    assert {key for key, scope in scopes.items() if scope == "machine"} == {
        "ptLsp.endpoint.apiKeyCommand",
        "ptLsp.endpoint.caFile",
        "ptLsp.endpoint.proxy",
        "ptLsp.server.command",
    }


def test_the_palette_takes_no_command_id_that_the_server_has() -> None:
    """The language client registers the server's commands itself, and an id can be registered once only."""
    assert not {each["command"] for each in VALUES["contributes"]["commands"]} & set(COMMANDS)


def test_the_extension_has_the_version_of_the_server() -> None:
    assert VALUES["version"] == __version__


def test_nothing_starts_before_the_folder_is_trusted() -> None:
    assert VALUES["capabilities"]["untrustedWorkspaces"]["supported"] is False


def test_the_walkthrough_leads_to_commands_that_are_there_and_shows_files_that_are_there() -> None:
    (walkthrough,) = VALUES["contributes"]["walkthroughs"]
    own = {each["command"] for each in VALUES["contributes"]["commands"]}
    shown = set()
    for step in walkthrough["steps"]:
        links = re.findall(r"\(command:([\w.]+)", step["description"])
        events = [
            event.partition(":")[2] for event in step["completionEvents"] if event.startswith("onCommand")
        ]
        for command in (*links, *events):
            assert command in own or command.startswith(("workbench.", "editor.")), command
        shown |= {value for kind, value in step["media"].items() if kind != "altText"}
    folder = MANIFEST.parent
    files = {path.relative_to(folder).as_posix() for path in (folder / "media").iterdir()}
    assert shown | {VALUES["icon"]} == files


def test_the_settings_that_name_a_choice_say_what_each_means() -> None:
    for page in configuration():
        for key, value in page["properties"].items():
            assert len(value.get("enum", [])) == len(value.get("markdownEnumDescriptions", [])), key


def test_no_folder_without_a_disk_is_served_for_nobody_could_read_what_git_ignores_there() -> None:
    assert VALUES["capabilities"]["virtualWorkspaces"]["supported"] is False
