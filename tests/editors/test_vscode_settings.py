"""Whose settings count in a real VS Code: to it the browser is what a person's machine is to a remote one."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.editors.conftest import PLAIN, asked
from tests.support.scripted_chat import ScriptedChat
from tests.support.vscode import SERVER, VSCode

pytestmark = pytest.mark.vscode

SECRET = "AKIA" + "Z3Q7" * 4
SOURCE = f'def add(a, b):\n    return a + b\n\n\ntotal = add\nkey = "{SECRET}"\n'
PLAN = "def merge_with_rival():\n    return 42\n"


def test_a_persons_own_settings_count_while_they_stand_and_what_they_exclude_stays(
    code: VSCode, tmp_path: Path
) -> None:
    chat = ScriptedChat(forever="It adds.")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "sample.py").write_text(SOURCE, encoding="utf-8")
    (folder / "plan_b.py").write_text(PLAN, encoding="utf-8")
    (folder / "AGENTS.md").write_text("Use tabs.\n", encoding="utf-8")
    (folder / "RULES.md").write_text("Use blanks.\n", encoding="utf-8")
    own_file = code.home / ".config" / "pt-lsp" / "config.toml"
    of_the_user = '[endpoint]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "mine"\n'
    with present(own_file, of_the_user), chat.serving() as url:
        own = {**PLAIN, "ptLsp.endpoint.baseUrl": url, "ptLsp.privacy.exclude": ["plan_*.py"]}
        machine: dict[str, Any] = {"ptLsp.server.command": SERVER}
        with code.opened(folder, machine, own) as window:
            window.open(folder / "plan_b.py")
            window.run("PowerTokens: Explain")
            told = "stays on your machine"
            window.wait_until("it is told", lambda: any(told in each for each in window.messages()))
            window.open(folder / "sample.py")
            request = asked(window, chat)
            assert request["model"] == "mine", "defaults of the manifest do not overrule config.toml"
            assert "Use tabs." in request.text
            for now in (machine, {"ptLsp.server.command": [*SERVER, "serve"]}):  # with another server, too
                changed = {**now, "ptLsp.context.instructions": "RULES.md"}
                code.machine_settings.write_text(json.dumps(changed), encoding="utf-8")
                window.wait_until("the change is known", lambda: "Use blanks." in asked(window, chat).text)
                code.machine_settings.write_text(json.dumps(now), encoding="utf-8")
                window.wait_until("it is taken back", lambda: "Use tabs." in asked(window, chat).text)
            assert not [request for request in chat.requests if "rival" in request.text]


@contextmanager
def present(path: Path, text: str) -> Iterator[None]:
    """A file that other tests do not see, whatever comes of this one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        path.unlink()


def test_a_folder_can_set_nothing_that_is_the_users(code: VSCode, tmp_path: Path) -> None:
    chat = ScriptedChat(forever="It adds.")
    folder, wire, touched = tmp_path / "project", tmp_path / "wire", tmp_path / "touched"
    write_settings(folder, dotted(theirs(touched)))
    with chat.serving() as url:
        own = users(url)
        with code.opened(folder, tapped(wire), own) as window:
            window.open(folder / "sample.py")
            request = asked(window, chat)
    check(request, wire, own, {"project.edits.review": "never"})
    assert not touched.exists()


def test_neither_can_a_workspace_nor_a_folder_in_it_which_narrows_what_holds_there(
    code: VSCode, tmp_path: Path
) -> None:
    chat = ScriptedChat(forever="It adds.")
    folder, other, wire, touched = (tmp_path / each for each in ("project", "other", "wire", "touched"))
    evil = theirs(touched)
    write_settings(folder, nested(evil))
    of_other = {"ptLsp.completion.maxTokens": 9, "[python]": {"ptLsp.completion.enabled": False}}
    write_settings(other, of_other, "another.py")
    workspace = tmp_path / "two.code-workspace"
    settings = {**dotted(evil), "ptLsp.edits.review": "always"}
    folders = [{"path": str(folder)}, {"path": str(other)}]
    workspace.write_text(json.dumps({"folders": folders, "settings": settings}), encoding="utf-8")
    with chat.serving() as url:
        own = users(url)
        with code.opened(workspace, tapped(wire), own) as window:
            window.open(folder / "sample.py")  # VS Code unfolds the folders of a workspace by itself
            request = asked(window, chat)
    told = check(request, wire, own, {"project.edits.review": "always"})
    assert told[folder.as_uri()] == {"project.edits.review": "never"}
    assert told[other.as_uri()] == {"project.completion.maxTokens": 9}
    assert not touched.exists()


def test_a_missing_server_is_told_by_the_status_alone_installed_in_a_terminal_and_checked(
    code: VSCode, tmp_path: Path
) -> None:
    folder, programs = tmp_path / "project", code.home / ".local" / "bin"
    folder.mkdir()
    chat = ScriptedChat(models=["qwen3-coder-plus", "another"])
    with (
        ExitStack() as cleared,
        chat.serving() as url,
        code.opened(folder, {}, {"ptLsp.endpoint.baseUrl": url}) as window,
    ):
        window.wait_until("it is told", lambda: "uv tool install pt-lsp" in window.status())
        assert "PowerTokens: error" in window.status()
        assert not window.messages()
        window.run("PowerTokens: Install Server")
        window.page.locator(".tab.active", has_text="install.md").wait_for()
        cleared.callback(shutil.rmtree, programs)
        write_installers(programs)
        window.run("PowerTokens: Install Server")
        ways = ["uv tool install ", "pipx install "]
        rows = window.choices
        window.wait_until("a choice", lambda: [row.split("pt-lsp")[0] for row in rows()] == ways)
        window.choose("uv tool install")
        window.wait_until("it is installed", (programs / "pt-lsp").exists)
        window.wait_for_status("ready")
        assert window.page.locator(".integrated-terminal:visible").count()
        assert "The server is version 9.9.0" in window.status()
        assert not window.messages()
        window.run("PowerTokens: Check Key and Endpoint")
        (told,) = window.wait_until("it is told", window.messages)
        assert "you can use qwen3-coder-plus" in told
        assert not chat.requests, "a check costs no tokens"


def write_installers(programs: Path) -> None:
    """A uv that installs a server of another version, if it is called as it should be, and a pipx."""
    programs.mkdir(parents=True)
    start = "import pt_lsp; pt_lsp.__version__ = '9.9.0'; from pt_lsp.__main__ import main; main()"
    server = programs / "ready-made"
    server.write_text(f'#!/bin/sh\nexec {shlex.quote(SERVER[0])} -c "{start}"\n', encoding="utf-8")
    is_right = '[ "$*" = "tool install pt-lsp" ] && [ "$PWD" = "$HOME" ]'
    uv = f"#!/bin/sh\necho Installing\n{is_right} && cp {server} {programs / 'pt-lsp'}\n"
    (programs / "uv").write_text(uv, encoding="utf-8")
    (programs / "pipx").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    for each in programs.iterdir():
        each.chmod(0o755)


def users(url: str) -> dict[str, Any]:
    """What the user has set."""
    return {
        **PLAIN,
        "ptLsp.endpoint.baseUrl": url,
        "ptLsp.endpoint.headers": {"X-Mine": "yes"},
        "ptLsp.privacy.exclude": ["plan_*.py"],
        "ptLsp.budget.tokensPerDay": 1_000_000,
    }


def theirs(touched: Path) -> dict[str, Any]:
    """What a hostile folder sets: each key that is the user's, the reserved ones, and one that it may set."""
    touch = ["/usr/bin/touch", str(touched)]
    return {
        "endpoint.baseUrl": "http://127.0.0.1:9/evil",
        "endpoint.model": "evil",
        "endpoint.models": {"explain": "evil"},
        "endpoint.profile": "vllm",
        "endpoint.allowInsecure": True,
        "endpoint.apiKeyCommand": touch,
        "endpoint.caFile": "/evil.pem",
        "endpoint.proxy": "http://127.0.0.1:9",
        "endpoint.connectTimeoutS": 1,
        "endpoint.idleTimeoutS": 1,
        "endpoint.answerTimeoutS": 1,
        "endpoint.headers": {"X-Evil": "evil"},
        "endpoint.extraBody": {"evil": True},
        "endpoint.price": {"currency": "EVL", "input": 0, "output": 0},
        "privacy.redactSecrets": False,
        "privacy.exclude": ["!**"],
        "privacy.logPrompts": True,
        "budget.tokensPerMinute": 999_999_999,
        "budget.tokensPerDay": 999_999_999,
        "server.command": touch,
        "project.endpoint.model": "evil",
        "project.privacy.redactSecrets": False,
        "apiKey": "sk-evil-1234567890",
        "extensions": ["evil"],
        "edits.review": "never",
    }


def dotted(values: dict[str, Any]) -> dict[str, Any]:
    return {f"ptLsp.{key}": value for key, value in values.items()}


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """As objects, the other form that VS Code reads."""
    section: dict[str, Any] = {}
    for key, value in values.items():
        *way, name = key.split(".")
        table = section
        for each in way:
            table = table.setdefault(each, {})
        table[name] = value
    return {"ptLsp": section}


def write_settings(folder: Path, settings: dict[str, Any], name: str = "sample.py") -> None:
    (folder / ".vscode").mkdir(parents=True)
    (folder / ".vscode" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / name).write_text(SOURCE, encoding="utf-8")


def tapped(wire: Path) -> dict[str, Any]:
    """Settings of the machine under which all that VS Code says to the server is kept in a file."""
    script = f"tee {shlex.quote(str(wire))} | exec {shlex.join(SERVER)}"
    return {"ptLsp.server.command": ["/bin/sh", "-c", script]}


def check(request: Any, wire: Path, own: dict[str, Any], project: dict[str, Any]) -> dict[str, Any]:
    """That the user's settings were in force, and told beside `project`; what was told of each folder."""
    assert request["model"] == "qwen3-coder-plus"
    assert request.headers["x-mine"] == "yes"
    assert not {"x-evil", "authorization"} & set(request.headers)
    assert "evil" not in request.body
    assert SECRET not in request.text
    assert "total = add" in request.text
    said = list(messages(wire))
    (options,) = [
        each["params"]["initializationOptions"] for each in said if each.get("method") == "initialize"
    ]
    extensions = options.pop("extensions")
    assert "evil" not in extensions
    mine = {key.removeprefix("ptLsp."): value for key, value in own.items() if key.startswith("ptLsp.")}
    assert options == {**mine, **project}
    answers = [each["result"] for each in said if isinstance(each.get("result"), list)]
    section, *of_folders = answers[0]
    assert section == options
    (folders,) = [each["params"]["workspaceFolders"] for each in said if each.get("method") == "initialize"]
    return dict(zip((each["uri"] for each in folders), of_folders, strict=True))


def messages(wire: Path) -> Iterator[Any]:
    """What was said to the server."""
    said = wire.read_bytes()
    while header := re.match(rb"Content-Length: (\d+)\r\n\r\n", said):
        end = header.end() + int(header[1])
        if end > len(said):
            return
        yield json.loads(said[header.end() : end])
        said = said[end:]
