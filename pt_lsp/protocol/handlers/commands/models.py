"""`ptLsp.models` and `ptLsp.useModel`: which models there are, and which of them is asked."""

import asyncio

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.protocol.extensions import UseModelArguments, parse_arguments
from pt_lsp.protocol.model_choice import NO_MODEL_ID, choice_in_force, write_model
from pt_lsp.protocol.results import ModelsResult, UseModelResult
from pt_lsp.protocol.server import Server
from pt_lsp.settings.tables import is_model_id


async def run_models(server: Server, _params: types.ExecuteCommandParams) -> ModelsResult:
    """The models, with a message where the endpoint does not tell; raises PtLspError."""
    settings = server.configuration.settings_for(None)
    models = await server.services.gateway.models.ask(settings)
    told: ModelsResult = {"models": list(models), "current": settings.endpoint.model}
    if not models:
        told["message"] = "The endpoint does not say which models it has; any name can be tried."
    return told


async def run_use_model(server: Server, params: types.ExecuteCommandParams) -> UseModelResult:
    """The model once it is written and in force; raises PtLspError."""
    model = parse_arguments(UseModelArguments, params, server.protocol.converter).model
    if not is_model_id(model):
        raise JsonRpcInvalidParams(message=NO_MODEL_ID)
    await asyncio.to_thread(write_model, model)
    choice = choice_in_force(model, server.configuration)
    server.status.settings_changed()
    known = await server.services.gateway.models.known(server.configuration.settings_for(None))
    unlisted = f" The endpoint does not list {model}." if known and model not in known else ""
    return {"current": choice.current, "message": f"{choice.message}{unlisted}"}
