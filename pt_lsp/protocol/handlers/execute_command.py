"""`workspace/executeCommand`."""

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.protocol.server import Server


async def on_execute_command(server: Server, params: types.ExecuteCommandParams) -> Any:
    """Run one of our commands. Cancelling the request cancels the command. Raises JsonRpcInvalidParams."""
    # Commands bring what edits and explanations need, which the start must not wait for.
    from pt_lsp.protocol.handlers.commands import COMMANDS

    command = COMMANDS.get(params.command)
    if command is None:
        raise JsonRpcInvalidParams(message=f"pt-lsp has no command {params.command!r}.")
    return await command(server, params)
