import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.protocol.configuration import Configuration
from pt_lsp.store.settings_files import PROJECT_FILE, user_settings_path


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def configuration(environ: Mapping[str, str] | None = None, clock: Clock | None = None) -> Configuration:
    return Configuration(environ or {}, clock=clock or Clock())


def write(path: Path, text: str) -> None:
    """Written anew, and seen as such even within one tick of the file system's clock."""
    before = path.stat().st_mtime if path.exists() else 0.0
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    later = max(path.stat().st_mtime, before + 2)
    os.utime(path, (later, later))


def test_every_source_counts_in_its_order(tmp_path: Path) -> None:
    write(
        user_settings_path(),
        '[endpoint]\nmodel = "user"\n[completion]\nmax_tokens = 11\ndebounce_ms = 1\n'
        "[budget]\ntokens_per_day = 5\n",
    )
    write(tmp_path / PROJECT_FILE, "[completion]\nmax_tokens = 8\ndebounce_ms = 4\nfill_mode = 'fim'\n")
    told = configuration({"PT_LSP_MODEL": "environment"})
    told.set_initial({"completion": {"debounceMs": 3}, "endpoint": {"model": "editor"}})
    told.set_pushed({"completion": {"multiline": "never"}})
    settings = told.settings_for(tmp_path)
    assert settings.endpoint.model == "environment"
    assert settings.completion.max_tokens == 8
    assert settings.completion.debounce_ms == 4
    assert settings.completion.fill_mode == "fim"
    assert settings.completion.multiline == "never"
    assert settings.budget.tokens_per_day == 5
    assert told.resolution(tmp_path).origins["completion.maxTokens"] == "project file"
    assert told.resolution(None).origins["completion.maxTokens"] == "user file"


@pytest.mark.parametrize(
    "options", [{"completion": {"maxTokens": 7}}, {"ptLsp": {"completion.maxTokens": 7}}]
)
def test_the_editors_section_may_be_wrapped(options: Any) -> None:
    told = configuration()
    told.set_initial(options)
    assert told.settings_for(None).completion.max_tokens == 7


@pytest.mark.parametrize("options", [None, [], "x", {"ptLsp": 3}, {"ptLsp": None}])
def test_strange_options_are_no_options(options: Any) -> None:
    told = configuration()
    told.set_initial(options)
    assert told.settings_for(None) == configuration().settings_for(None)
    assert told.editor_key is None


def test_the_editors_key_is_kept_apart_from_the_settings() -> None:
    told = configuration()
    told.set_initial({"apiKey": "sk-from-the-editor"})
    assert told.editor_key == "sk-from-the-editor"
    assert "sk-from-the-editor" not in repr(told.resolution(None))


@pytest.mark.parametrize("is_initial", [True, False])
@pytest.mark.parametrize("root", [None, Path("/project")])
def test_an_editors_workspace_narrows_what_its_user_allows(
    is_initial: bool, root: Path | None, caplog: pytest.LogCaptureFixture
) -> None:
    section = {
        "completion": {"maxTokens": 50, "automatic": False},
        "project": {"completion": {"maxTokens": 40, "automatic": True}, "endpoint": {"model": "theirs"}},
    }
    told = configuration()
    (told.set_initial if is_initial else told.set_pushed)(section)
    settings = told.settings_for(root)
    assert (settings.completion.max_tokens, settings.completion.automatic) == (40, False)
    assert settings.endpoint.model != "theirs"
    assert "`project.completion.automatic` in " in caplog.text
    assert "`project.endpoint.model` in " in caplog.text


def test_what_the_editor_takes_back_is_unset() -> None:
    told = configuration()
    told.set_pushed({"completion": {"maxTokens": 7}})
    assert told.settings_for(None).completion.max_tokens == 7
    told.set_pushed(None)
    assert told.settings_for(None).completion.max_tokens == 256


@pytest.mark.parametrize("is_told", [True, False])
def test_a_file_that_has_changed_is_read_again(tmp_path: Path, is_told: bool) -> None:
    clock = Clock()
    told = configuration(clock=clock)
    assert told.settings_for(tmp_path).completion.max_tokens == 256
    write(tmp_path / PROJECT_FILE, "completion.max_tokens = 7\n")
    if is_told:
        told.reload_files()
    else:
        clock.now_s += 5
    assert told.settings_for(tmp_path).completion.max_tokens == 7
    (tmp_path / PROJECT_FILE).unlink()
    told.reload_files()
    assert told.settings_for(tmp_path).completion.max_tokens == 256


def test_a_broken_file_leaves_what_stood(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told = configuration()
    write(tmp_path / PROJECT_FILE, "completion.max_tokens = 7\n")
    assert told.settings_for(tmp_path).completion.max_tokens == 7
    with caplog.at_level(logging.WARNING, "pt_lsp"):
        for text in ("completion.max_tokens = \n", "completion.max_tokens = = 3 \n"):
            write(tmp_path / PROJECT_FILE, text)
            told.reload_files()
            assert told.settings_for(tmp_path).completion.max_tokens == 7
    assert PROJECT_FILE in caplog.text
    write(tmp_path / PROJECT_FILE, "completion.max_tokens = 9\n")
    told.reload_files()
    assert told.settings_for(tmp_path).completion.max_tokens == 9


def test_a_file_that_was_broken_from_the_start_leaves_the_defaults(tmp_path: Path) -> None:
    write(tmp_path / PROJECT_FILE, "]")
    assert configuration().settings_for(tmp_path).completion.max_tokens == 256


def test_a_warning_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told = configuration()
    with caplog.at_level(logging.WARNING, "pt_lsp"):
        for number in range(5):
            told.set_pushed({"completion": {"maxTokens": "many"}, "endpoint": {"model": f"m{number}"}})
            for root in (None, tmp_path):
                assert told.settings_for(root).completion.max_tokens == 256
                assert told.settings_for(root).endpoint.model == f"m{number}"
    assert len(caplog.messages) == 1
    assert "completion.maxTokens" in caplog.text


def test_a_project_file_may_not_redirect_anything(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(
        tmp_path / PROJECT_FILE, 'endpoint.base_url = "https://evil.example/v1"\ncompletion.max_tokens = 7\n'
    )
    with caplog.at_level(logging.WARNING, "pt_lsp"):
        settings = configuration().settings_for(tmp_path)
    assert settings.endpoint.base_url == configuration().settings_for(None).endpoint.base_url
    assert settings.completion.max_tokens == 7
    assert "endpoint.base_url" in caplog.text


def test_one_folders_settings_are_not_anothers(tmp_path: Path) -> None:
    told = configuration()
    write(tmp_path / "one" / PROJECT_FILE, "completion.max_tokens = 1\n")
    write(tmp_path / "two" / PROJECT_FILE, "completion.max_tokens = 2\n")
    assert told.settings_for(tmp_path / "one").completion.max_tokens == 1
    assert told.settings_for(tmp_path / "two").completion.max_tokens == 2
