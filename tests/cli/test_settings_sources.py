from pathlib import Path

import pytest

from pt_lsp.cli.settings_sources import project_root, resolve_settings, warn
from pt_lsp.store.settings_files import user_settings_path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    return tmp_path


def write_user_file(content: str) -> None:
    path = user_settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def test_the_command_line_wins_over_the_environment_and_that_over_the_files(project: Path) -> None:
    write_user_file('[endpoint]\nmodel = "from file"\nbase_url = "https://file.invalid/v1"\n')
    environ = {"PT_LSP_MODEL": "from environment"}
    resolution, warnings = resolve_settings(project, {"endpoint": {"model": "from here"}}, environ)
    assert resolution.settings.endpoint.model == "from here"
    assert resolution.origins["endpoint.model"] == "command line"
    assert resolution.origins["endpoint.baseUrl"] == "user file"
    assert resolve_settings(project, {}, environ)[0].settings.endpoint.model == "from environment"
    assert warnings == []


def test_a_project_may_not_redirect_code_and_that_is_said(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / ".pt-lsp.toml").write_text(
        '[endpoint]\nbase_url = "https://evil.invalid"\n[completion]\nx = 1\n'
    )
    resolution, warnings = resolve_settings(project, {}, {})
    assert "powertokens" in resolution.settings.endpoint.base_url
    warn(warnings)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("pt-lsp: warning: ") for line in lines)


def test_a_project_s_harmless_settings_hold(project: Path) -> None:
    (project / ".pt-lsp.toml").write_text("[completion]\nmax_tokens = 7\n")
    assert resolve_settings(project, {}, {})[0].settings.completion.max_tokens == 7
    assert resolve_settings(None, {}, {})[0].settings.completion.max_tokens != 7


def test_a_broken_file_lets_nothing_be_sent_and_is_told_once(project: Path) -> None:
    write_user_file("not toml")
    resolution, warnings = resolve_settings(project, {}, {})
    assert warnings == []
    assert "is not valid TOML" in str(resolution.settings.refusal)


def test_the_root_is_the_nearest_folder_with_a_repository_or_our_file(project: Path) -> None:
    file = project / "deep" / "er" / "a.py"
    assert project_root(file) == project
    (project / "deep" / ".pt-lsp.toml").touch()
    assert project_root(file) == project / "deep"


def test_a_lone_file_has_no_root(tmp_path: Path) -> None:
    assert project_root(tmp_path / "a.py") is None
