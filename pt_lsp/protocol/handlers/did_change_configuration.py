"""`workspace/didChangeConfiguration`."""

from lsprotocol import types

from pt_lsp.protocol.server import Server


def on_did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    """New settings from the editor, or word that it has some; work under way keeps what it started with."""
    section = params.settings.get("ptLsp") if isinstance(params.settings, dict) else None
    if isinstance(section, dict):
        server.take_settings(section)
    else:
        server.pull_configuration()
