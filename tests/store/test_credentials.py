import asyncio
import copy
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import Settings
from pt_lsp.store import credentials, system_keyring
from pt_lsp.store.credentials import Key, delete_key, find_key, save_key, split_command
from tests.support.running import run

SECRET = "pt-4242-the-key"

# A real backend of the real keyring package, which keeps its passwords in a JSON file.
BACKEND = """
import json, os, pathlib
from keyring.backend import KeyringBackend
from keyring.errors import PasswordSetError

class Keyring(KeyringBackend):
    priority = 1
    path = pathlib.Path(__file__).with_name("passwords.json")

    def _all(self):
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service, user):
        if os.environ.get("KEYRING_BROKEN"):
            raise RuntimeError("locked")
        return self._all().get(service + "/" + user)

    def set_password(self, service, user, password):
        if os.environ.get("KEYRING_BROKEN"):
            raise PasswordSetError(password)
        self.path.write_text(json.dumps({**self._all(), service + "/" + user: password}))

    def delete_password(self, service, user):
        self.path.write_text("{}")
"""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """To start Python takes seconds where much else runs."""
    for name in ("_COMMAND_TIMEOUT_S", "_KEYRING_TIMEOUT_S"):
        monkeypatch.setattr(credentials, name, 60.0)


@pytest.fixture
def keyring_environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "file_keyring.py").write_text(BACKEND, encoding="utf-8")
    environ = {k: v for k, v in os.environ.items() if k != "POWERTOKENS_API_KEY"}
    return {**environ, "PYTHONPATH": str(tmp_path), "PYTHON_KEYRING_BACKEND": "file_keyring.Keyring"}


def store_in_keyring(tmp_path: Path, key: str) -> None:
    (tmp_path / "passwords.json").write_text(json.dumps({"pt-lsp/api-key": key}), encoding="utf-8")


def with_command(*arguments: str) -> Settings:
    return Settings(endpoint=replace(EndpointSettings(), api_key_command=arguments))


def printing(code: str) -> Settings:
    return with_command(sys.executable, "-c", code)


def found(settings: Settings, environ: Mapping[str, str], editor_key: str | None = None) -> str | None:
    key = run(find_key(settings, environ, editor_key))
    return key.reveal() if key else None


def in_other_process(code: str, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=False
    )


def test_a_key_does_not_show_itself() -> None:
    key = Key(SECRET)
    for shown in (repr(key), str(key), f"{key}", f"{key!r:>30}", f"{key:>30}", str([key])):
        assert SECRET not in shown
        assert "hidden" in shown


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_key_is_never_written_out_or_copied(copied: object) -> None:
    assert callable(copied)
    with pytest.raises(TypeError, match="not written out"):
        copied(Key(SECRET))


def test_the_environment_comes_first(keyring_environ: dict[str, str], tmp_path: Path) -> None:
    store_in_keyring(tmp_path, "of-the-keyring")
    environ = {**keyring_environ, "POWERTOKENS_API_KEY": f" {SECRET}\n"}
    assert found(printing("print('of-the-command')"), environ, "of-the-editor") == SECRET


def test_the_command_comes_before_keyring_and_editor(keyring_environ: dict[str, str], tmp_path: Path) -> None:
    store_in_keyring(tmp_path, "of-the-keyring")
    settings = printing("print('of-the-command'); print('a note below it')")
    assert found(settings, keyring_environ, "of-the-editor") == "of-the-command"


def test_the_keyring_comes_before_the_editor(keyring_environ: dict[str, str], tmp_path: Path) -> None:
    store_in_keyring(tmp_path, "of-the-keyring")
    assert found(Settings(), keyring_environ, "of-the-editor") == "of-the-keyring"


def test_the_editor_comes_last(keyring_environ: dict[str, str]) -> None:
    assert found(Settings(), keyring_environ, " of-the-editor ") == "of-the-editor"


@pytest.mark.parametrize("editor_key", [None, "", "  "])
def test_no_key_anywhere_is_none(keyring_environ: dict[str, str], editor_key: str | None) -> None:
    assert found(Settings(), keyring_environ, editor_key) is None


def test_a_broken_keyring_is_passed_over(keyring_environ: dict[str, str]) -> None:
    assert found(Settings(), {**keyring_environ, "KEYRING_BROKEN": "1"}, "of-the-editor") == "of-the-editor"


def test_a_hanging_keyring_is_given_up(
    keyring_environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pt_lsp.store.credentials._KEYRING_TIMEOUT_S", 0.01)
    assert found(Settings(), keyring_environ, "of-the-editor") == "of-the-editor"


def test_without_the_extra_the_keyring_is_not_asked(
    keyring_environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_in_keyring(tmp_path, "of-the-keyring")
    monkeypatch.setattr(system_keyring, "find_spec", lambda name: None)
    assert found(Settings(), keyring_environ) is None


def test_a_module_in_the_working_directory_does_not_stand_in_for_the_keyring(
    keyring_environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "keyring.py").write_text(
        "def get_password(*_): return 'of-the-repository'", encoding="utf-8"
    )
    monkeypatch.chdir(repository)
    assert found(Settings(), keyring_environ) is None


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (printing(f"print('{SECRET}'); raise SystemExit(3)"), "failed with exit code 3."),
        (printing("print()"), "printed nothing"),
        (printing("print('two words')"), "one printable ASCII word"),
        (printing("print('schl\\u00fcssel')"), "one printable ASCII word"),
        (with_command("no-such-program-here"), "cannot be started: No such file or directory."),
        (with_command("a\0b"), "cannot be started: not a valid command."),
    ],
)
def test_a_command_that_gives_no_key_is_told_in_a_sentence_without_its_output(
    settings: Settings, sentence: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        found(settings, {**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert sentence in str(raised.value)
    assert SECRET not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_command_that_takes_too_long_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []

    class Noted(credentials._Run):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.SubprocessTransport)
            pids.append(transport.get_pid())

    monkeypatch.setattr(credentials, "_Run", Noted)
    monkeypatch.setattr(credentials, "_COMMAND_TIMEOUT_S", 0.1)
    with pytest.raises(SettingsError, match="gave no key within"):
        found(printing("import threading; threading.Event().wait(60)"), os.environ)
    (pid,) = pids
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_command_cannot_read_what_the_editor_sends() -> None:
    assert found(printing("import sys; print('end' + sys.stdin.read())"), os.environ) == "end"


def test_endless_output_is_cut() -> None:
    code = "print('key'); [print('x' * 10_000) for _ in range(100)]"
    assert found(printing(code), os.environ) == "key"


@pytest.mark.parametrize(
    ("command", "is_windows", "words"),
    [
        (None, False, []),
        ("", False, []),
        ((), False, []),
        (("pass", "show", "my key"), False, ["pass", "show", "my key"]),
        ("pass show 'my key'", False, ["pass", "show", "my key"]),
        ('"C:\\Tools\\bw.exe" get "api key"', True, ["C:\\Tools\\bw.exe", "get", "api key"]),
    ],
)
def test_a_command_is_a_list_or_split_as_a_shell_would(
    command: str | tuple[str, ...] | None, *, is_windows: bool, words: list[str]
) -> None:
    assert split_command(command, is_windows=is_windows) == words


def test_an_unclosed_quote_in_the_command_is_told() -> None:
    with pytest.raises(SettingsError, match="quote that is not closed"):
        split_command("pass 'show", is_windows=False)


def test_a_saved_key_is_found_and_can_be_deleted(keyring_environ: dict[str, str]) -> None:
    saving = f"from pt_lsp.store.credentials import save_key; save_key(' {SECRET} ')"
    deleting = "from pt_lsp.store.credentials import delete_key; print(delete_key())"
    assert in_other_process(saving, keyring_environ).returncode == 0
    assert found(Settings(), keyring_environ) == SECRET
    assert in_other_process(deleting, keyring_environ).stdout.strip() == "True"
    assert found(Settings(), keyring_environ) is None
    assert in_other_process(deleting, keyring_environ).stdout.strip() == "False"


def test_a_keyring_that_refuses_is_told_without_the_key(keyring_environ: dict[str, str]) -> None:
    saving = f"from pt_lsp.store.credentials import save_key; save_key('{SECRET}')"
    last_line = in_other_process(saving, {**keyring_environ, "KEYRING_BROKEN": "1"}).stderr.splitlines()[-1]
    assert "The system keyring did not store the key (PasswordSetError)" in last_line
    assert SECRET not in last_line


def test_login_and_logout_name_the_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_keyring, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r"pip install 'pt-lsp\[keyring\]'"):
        save_key(SECRET)
    with pytest.raises(SettingsError, match=r"pip install 'pt-lsp\[keyring\]'"):
        delete_key()


def test_what_cannot_be_a_key_is_not_saved() -> None:
    with pytest.raises(SettingsError, match="one printable ASCII word"):
        save_key("two words")
