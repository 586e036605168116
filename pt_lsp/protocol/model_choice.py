"""Writes the user's choice of a model into their settings file, and tells what is in force then.

Refuses to ask the endpoint whether there is such a model: a list may be short, and aliases stand in none.
"""

from dataclasses import dataclass

from pt_lsp.errors import SettingsError
from pt_lsp.protocol.configuration import Configuration
from pt_lsp.settings.resolution import Resolution
from pt_lsp.settings.tables import JOBS, is_model_id
from pt_lsp.store.settings_files import read_settings, user_settings_path
from pt_lsp.store.settings_writing import with_setting
from pt_lsp.workspace.files import read_source, write_atomically

NO_MODEL_ID = "A model's name is visible text of at most 200 characters on one line."
_KEY = "endpoint.model"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """What has become of it."""

    current: str
    """The model that is in force now."""
    message: str
    """A sentence or two for a person: where it was written, and what overrules it."""


def write_model(model: str) -> None:
    """Set `endpoint.model` in the user's file; comments, layout and mode stay. Blocks on the disk.

    Raises a PtLspError where it is no name or the file cannot be read or written, which then is as before.
    """
    if not is_model_id(model):
        raise SettingsError(NO_MODEL_ID)
    path = user_settings_path()
    read_settings(path)  # says why where it cannot
    try:
        text = read_source(path) if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from None
    write_atomically(path, with_setting(text, "endpoint", "model", model))


def choice_in_force(model: str, configuration: Configuration) -> ModelChoice:
    """How things stand after `model` was written."""
    resolution = configuration.resolution(None)
    message = f"{user_settings_path()} names {model} now{_exceptions(model, resolution)}."
    if (refusal := resolution.settings.refusal) is not None:
        message += f" {refusal}"
    return ModelChoice(resolution.settings.endpoint.model, message)


def _exceptions(model: str, resolution: Resolution) -> str:
    endpoint, origin = resolution.settings.endpoint, resolution.origins[_KEY]
    exceptions = []
    if endpoint.model != model:
        place = "PT_LSP_MODEL in the environment" if origin == "environment" else f"the {origin}"
        exceptions.append(f"{place} says {endpoint.model}, which counts")
    if jobs := [job for job in JOBS if endpoint.models and getattr(endpoint.models, job)]:
        exceptions.append(f"endpoint.models has another for {', '.join(jobs)}")
    return "".join(f", but {each}" for each in exceptions)
