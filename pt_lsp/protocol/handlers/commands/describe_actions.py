"""`ptLsp.describeActions`: what the actions in menus do, as a page; editors offer it below them."""

from lsprotocol import types

from pt_lsp.features.edit.actions.page import described
from pt_lsp.features.edit.actions.table import RECIPES
from pt_lsp.protocol.results import PageResult
from pt_lsp.protocol.server import Server

_TITLE = "What the actions do"


async def run_describe_actions(server: Server, _params: types.ExecuteCommandParams) -> PageResult:
    """The page, which is opened where the client does not show it itself."""
    markdown = described(RECIPES)
    await server.pages.open(_TITLE, markdown)
    return {"markdown": markdown}
