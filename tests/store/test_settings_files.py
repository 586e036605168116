import os
import sys
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.settings.resolution import SettingsSource, resolve
from pt_lsp.store.settings_files import PROJECT_FILE, project_settings_path, read_settings, user_settings_path


def test_the_users_file_lies_in_the_config_folder_of_the_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = user_settings_path()
    assert path.name == "config.toml"
    assert path.parent.name == "pt-lsp"
    if sys.platform.startswith("linux"):
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        assert user_settings_path() == tmp_path / "pt-lsp" / "config.toml"


def test_the_projects_file_lies_at_its_root(tmp_path: Path) -> None:
    assert project_settings_path(tmp_path) == tmp_path / ".pt-lsp.toml"


@pytest.mark.parametrize("head", ["", "\ufeff"])
def test_a_file_is_read_as_the_settings_it_holds(tmp_path: Path, head: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(f'{head}[completion]\r\ndebounce_ms = 5\r\n[edits]\r\nstreaming = "never"\r\n'.encode())
    values = read_settings(path)
    assert values == {"completion": {"debounce_ms": 5}, "edits": {"streaming": "never"}}
    assert resolve([SettingsSource("user file", values, str(path))]).settings.completion.debounce_ms == 5


def test_a_missing_file_holds_nothing(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none" / "config.toml") == {}
    (tmp_path / "file").touch()
    assert read_settings(tmp_path / "file" / ".pt-lsp.toml") == {}


def test_dots_in_texts_and_comments_are_no_keys(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    patterns = [f"*.{n}" for n in range(100)]
    path.write_text(f"# {'.' * 100}\n[privacy]\nexclude = {patterns} # {'.' * 100}\n")
    assert read_settings(path) == {"privacy": {"exclude": patterns}}


def test_a_projects_file_may_be_as_large_as_is_parsed_at_once(tmp_path: Path) -> None:
    path = tmp_path / PROJECT_FILE
    path.write_text("#" * 32_768)
    assert read_settings(path) == {}
    path.write_text("#" * 32_769)
    with pytest.raises(SettingsError, match="too large for a settings file, so nothing of its folder"):
        read_settings(path)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b'[endpoint]\nproxy = "secret-1\n', "is not valid TOML at line 2, column 18"),
        (b"a = secret-1", "is not valid TOML at line 1, column 5"),
        (b"[a]\n[a]\n", "is not valid TOML at line 2, column 3"),
        (b"a = ", "is not valid TOML at end of document"),
        (b'a = "\xe9"', "is not a TOML file in UTF-8"),
        (b"a = " + b"[" * 10_000, "is not a TOML file in UTF-8"),
        (b"a = " + b"1" * 5_000, "is not a TOML file in UTF-8"),
        (b".".join([b"a"] * 15_000) + b" = 1", "has a line with more than 50 dots outside of texts"),
        (b"a = {" + b"b." * 60 + b"c = 1}", "has a line with more than 50 dots outside of texts"),
        (b"#" * 300_000, "is too large for a settings file"),
    ],
    ids=["string", "value", "twice", "end", "encoding", "depth", "number", "key", "inner key", "size"],
)
def test_a_file_that_cannot_be_used_is_told_with_its_place_and_without_its_content(
    tmp_path: Path, raw: bytes, sentence: str
) -> None:
    for name, what in (("config.toml", "nothing"), (PROJECT_FILE, "nothing of its folder")):
        path = tmp_path / name
        path.write_bytes(raw)
        with pytest.raises(SettingsError) as raised:
            read_settings(path)
        assert str(raised.value) == f"{path} {sentence}, so {what} is sent until it is mended."


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not a regular file"):
        read_settings(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_named_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".pt-lsp.toml")
    with pytest.raises(SettingsError, match="is not a regular file"):
        read_settings(tmp_path / ".pt-lsp.toml")


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").touch()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SettingsError, match=r"cannot be read \(Permission denied\)"):
        read_settings(tmp_path / "config.toml")
