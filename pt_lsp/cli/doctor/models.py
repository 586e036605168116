"""What the doctor says of the models that the key can use, and of those that are asked."""

import os
from collections.abc import Mapping
from typing import Any

from pt_lsp.cli.doctor.checks import Check
from pt_lsp.errors import PtLspError
from pt_lsp.llm.models.reading import named
from pt_lsp.llm.probing import ask_for_a_word
from pt_lsp.protocol.configuration import Configuration
from pt_lsp.protocol.model_choice import choice_in_force, write_model
from pt_lsp.services import Services
from pt_lsp.settings.options import Settings
from pt_lsp.settings.tables import JOBS, Job

_MOST_LISTED = 20


def choose_model(model: str, overrides: Mapping[str, Any]) -> Check:
    """Make it the user's; raises SettingsError if that cannot be."""
    configuration = Configuration(os.environ, command_line=overrides, warn=lambda _sentence: None)
    write_model(model)
    choice = choice_in_force(model, configuration)
    return Check("model choice", "ok" if choice.current == model else "warning", choice.message)


async def check_listing(services: Services, settings: Settings) -> Check:
    """Whether the endpoint lists the models that are asked."""
    try:
        models = await services.gateway.models.ask(settings)
    except PtLspError as error:
        return Check("models", "skipped", f"they cannot be listed: {error}")
    if not models:
        return Check("models", "skipped", "the endpoint does not say which it has")
    for model in _asked(settings):
        if model not in models:
            detail = f"{model} is not among what this key can use: {named(model, models, _MOST_LISTED)}"
            return Check("models", "warning", detail, "Choose one with `pt-lsp doctor --use MODEL`.")
    return Check("models", "ok", f"{len(models)} can be used, {', '.join(_asked(settings))} among them")


async def check_other_models(services: Services, settings: Settings) -> list[Check]:
    """Whether those that are asked beside the one for completions answer."""
    checks = []
    for model, job in list(_asked(settings).items())[1:]:
        try:
            await ask_for_a_word(services.gateway, settings, job)
        except PtLspError as error:
            checks.append(Check(f"model for {job}", "failed", f"{model} did not answer", str(error)))
        else:
            checks.append(Check(f"model for {job}", "ok", f"{model} answers"))
    return checks


def _asked(settings: Settings) -> dict[str, Job]:
    """Each model once, with the first of its jobs."""
    found: dict[str, Job] = {}
    for job in JOBS:
        found.setdefault(settings.endpoint.for_job(job).model, job)
    return found
