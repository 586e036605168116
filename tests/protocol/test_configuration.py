import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.protocol.configuration import Configuration
from pt_lsp.store.settings_files import PROJECT_FILE, user_settings_path


def configuration(environ: Mapping[str, str] | None = None) -> Configuration:
    return Configuration(environ or {})


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


@pytest.mark.parametrize("options", [None, [], {}, {"ptLsp": None}, {"ptLsp": []}])
def test_empty_options_say_nothing(options: Any) -> None:
    told = configuration()
    told.set_initial(options)
    assert told.settings_for(None) == configuration().settings_for(None)
    assert told.editor_key is None


@pytest.mark.parametrize("options", ["x", 3, ["x"], {"ptLsp": 3}, {"ptLsp": "x"}])
def test_options_that_cannot_be_read_are_refused(options: Any) -> None:
    told = configuration()
    told.set_initial(options)
    assert told.editor_key is None
    assert told.settings_for(None).refusal == (
        "The section `ptLsp` in initializationOptions must be a table of settings; "
        "nothing is sent until it is corrected."
    )
    told.set_initial(None)
    told.set_pushed(options)
    assert "the editor's settings" in str(told.settings_for(None).refusal)


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


def test_a_file_that_has_changed_is_read_again(tmp_path: Path) -> None:
    told = configuration()
    assert told.settings_for(tmp_path).completion.max_tokens == 256
    write(tmp_path / PROJECT_FILE, "completion.max_tokens = 7\n")
    assert told.settings_for(tmp_path).completion.max_tokens == 7
    (tmp_path / PROJECT_FILE).unlink()
    assert told.settings_for(tmp_path).completion.max_tokens == 256


def test_a_broken_file_refuses_until_it_is_mended_and_leaves_what_harms_nobody(tmp_path: Path) -> None:
    told = configuration()
    write(tmp_path / PROJECT_FILE, "completion.max_tokens = 7\n")
    assert told.settings_for(tmp_path).completion.max_tokens == 7
    for text in ("completion.max_tokens = \n", "completion.max_tokens = = 3 \n"):
        write(tmp_path / PROJECT_FILE, text)
        settings = told.settings_for(tmp_path)
        assert settings.completion.max_tokens == 7
        assert PROJECT_FILE in str(settings.refusal)
        assert told.settings_for(None).refusal is None
    write(tmp_path / PROJECT_FILE, "completion.max_tokens = 9\n")
    settings = told.settings_for(tmp_path)
    assert (settings.completion.max_tokens, settings.refusal) == (9, None)


def test_a_broken_user_file_refuses_everywhere(tmp_path: Path) -> None:
    told = configuration()
    assert told.settings_for(tmp_path).refusal is None
    write(user_settings_path(), "[endpoint\n")
    for root in (None, tmp_path):
        assert "config.toml" in str(told.settings_for(root).refusal)
    user_settings_path().unlink()
    assert told.settings_for(tmp_path).refusal is None


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_nowhere_is_seen_when_it_comes_and_when_its_file_does(tmp_path: Path) -> None:
    told = configuration()
    assert told.settings_for(tmp_path).refusal is None
    (tmp_path / PROJECT_FILE).symlink_to(tmp_path / "elsewhere.toml")
    assert "is a link" in str(told.settings_for(tmp_path).refusal)
    write(tmp_path / "elsewhere.toml", "completion.max_tokens = 9\n")
    settings = told.settings_for(tmp_path)
    assert (settings.completion.max_tokens, settings.refusal) == (9, None)


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
