import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pt_lsp.workspace.user_excludes import UserExcludes

CONFIGURATIONS = (
    "[core]\n\texcludesFile = /x/ignore\n",
    "[core]\nexcludesfile=~/ignore",
    "[core] excludesFile = /on/one/line\n",
    '[CORE]\r\n\tEXCLUDESFILE = "/with space/and # hash" ; note\r\n',
    "[core]\n\texcludesFile = /first\n\texcludesFile = /second # note\n",
    "[user]\n\tname = excludesFile = /no\n[core]\n\teditor = vi\n\texcludesFile = /yes   \n",
    '[core "sub"]\n\texcludesFile = /no\n[core]\n\tbare = false\n',
    "# excludesFile = /no\n[core]\n; excludesFile = /no \\\n\texcludesFile = /yes\n",
    "[core]\n\texcludesFile = /on/two\\\n/lines\n",
    '[core]\n\texcludesFile = "/a\\"b\\\\c\\td"\n',
    '[core]\n\texcludesFile = /un"quo ted"/end\n',
    "[core]\n\tquotePath\n\texcludesFile = relative/ignore\n",
    "[core]\n\texcludesFile =\n",
    "[include]\n\tpath = more\n[user]\n\tname = me\n",
    "[core]\n\texcludesFile = /before\n[include]\n\tpath = ~/more\n",
    "[include]\n\tpath = more\n[core]\n\texcludesFile = /after\n",
    "\ufeff[core]\n\texcludesFile = /x\n",
)


@pytest.fixture
def home() -> Path:
    path = Path(os.environ["HOME"])
    (path / "more").write_text("[core]\n\texcludesFile = /from/more\n")
    return path


@pytest.mark.skipif(shutil.which("git") is None, reason="git itself is the oracle")
@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=range(len(CONFIGURATIONS)))
def test_a_configuration_names_the_file_that_it_names_for_git(
    tmp_path: Path, home: Path, configuration: str
) -> None:
    (home / ".gitconfig").write_bytes(configuration.encode())
    said = subprocess.run(
        ["git", "config", "--get", "--type=path", "core.excludesFile"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        check=False,
    )
    expected = said.stdout.decode().rstrip("\n") if said.returncode == 0 else f"{home}/git/ignore"
    assert Path(UserExcludes().file(str(tmp_path))) == tmp_path / expected


def test_the_files_are_those_of_the_environment(tmp_path: Path, home: Path) -> None:
    def named(**environ: str) -> str:
        return UserExcludes({"HOME": str(home), **environ}).file("/top")

    for name in ("system", "user", "other"):
        (tmp_path / name).write_text(f"[core]\nexcludesFile = /{name}\n")
    (tmp_path / "git").mkdir()
    (tmp_path / "git" / "config").write_text("[core]\nexcludesFile = /xdg\n")
    system = {"GIT_CONFIG_SYSTEM": str(tmp_path / "system")}
    assert named() == f"{home}/.config/git/ignore"
    assert named(XDG_CONFIG_HOME="/x") == "/x/git/ignore"
    assert named(**system) == "/system"
    assert named(**system, GIT_CONFIG_NOSYSTEM="1") == f"{home}/.config/git/ignore"
    assert named(**system, XDG_CONFIG_HOME=str(tmp_path)) == "/xdg"
    (home / ".gitconfig").write_bytes((tmp_path / "user").read_bytes())
    assert named(**system, XDG_CONFIG_HOME=str(tmp_path)) == "/user"
    assert named(**system, GIT_CONFIG_GLOBAL=str(tmp_path / "other")) == "/other"
    assert named(**system, GIT_CONFIG_GLOBAL="") == "/system"


def test_a_configuration_that_includes_itself_is_read_all_the_same(home: Path) -> None:
    (home / ".gitconfig").write_text("[include]\npath = .gitconfig\n[core]\nexcludesFile = /x\n")
    assert UserExcludes().file("/top") == "/x"


def test_an_optional_file_is_the_file(home: Path) -> None:
    (home / ".gitconfig").write_text("[core]\nexcludesFile = :(optional)~/mine\n")
    assert UserExcludes().file("/top") == f"{home}/mine"
