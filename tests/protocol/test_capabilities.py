from dataclasses import replace
from typing import Any

import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.capabilities import ServerCapabilitiesBuilder

from pt_lsp.cli.services import make_server
from pt_lsp.protocol.capabilities import COMMANDS, CONTENT_SCHEME, initialize_result
from pt_lsp.protocol.client import client_of
from pt_lsp.protocol.handlers.commands import COMMANDS as COMMANDS_BY_NAME
from pt_lsp.protocol.registration import register
from tests.support.client_kinds import EMACS, MINIMAL, NEOVIM, VSCODE, ClientKind
from tests.support.running import run

CONVERTER = get_converter()
DOCUMENTING = replace(VSCODE.having("textDocument.codeAction.documentationSupport", True), name="Documenting")
"""It shows below code actions what tells of them."""


def as_sent(kind: ClientKind) -> dict[str, Any]:
    return dict(kind.capabilities) | {"general": {"positionEncodings": [kind.encoding, "utf-16"]}}


async def as_pygls_derives(capabilities: dict[str, Any]) -> dict[str, Any]:
    """What pygls would tell the client, from the handlers that are really registered."""
    server = make_server()
    register(server)
    client = CONVERTER.structure(capabilities, types.ClientCapabilities)
    builder: Any = ServerCapabilitiesBuilder(
        client,
        set(server.protocol.fm.features),
        server.protocol.fm.feature_options,
        list(COMMANDS),
        types.TextDocumentSyncKind.Incremental,
        server._notebook_document_sync,
        ServerCapabilitiesBuilder.choose_position_encoding(client),
    )
    await server.stop()
    result: dict[str, Any] = CONVERTER.unstructure(builder.build())
    return result


@pytest.mark.parametrize("kind", [VSCODE, NEOVIM, EMACS, MINIMAL, DOCUMENTING], ids=lambda kind: kind.name)
def test_the_early_answer_is_what_the_registered_handlers_mean(kind: ClientKind) -> None:
    told = initialize_result(client_of({"capabilities": as_sent(kind)}))["capabilities"]
    derived = run(as_pygls_derives(as_sent(kind)))
    # What pygls has no way to derive.
    if told["workspace"].pop("textDocumentContent", None):
        assert kind in (VSCODE, DOCUMENTING)
    if documentation := told["codeActionProvider"].pop("documentation", None):
        assert kind is DOCUMENTING
        assert documentation[0]["command"]["command"] in COMMANDS
    derived["executeCommandProvider"]["workDoneProgress"] = True
    if "notebookDocument" not in kind.capabilities:
        assert "notebookDocumentSync" not in derived
        # It tells nothing to a client that has none.
        del told["notebookDocumentSync"]
    assert told == derived


@pytest.mark.parametrize(("data", "offers"), [(True, True), (None, True), (False, False)])
def test_resolving_is_offered_unless_the_client_says_that_it_cannot(data: Any, offers: bool) -> None:
    client = client_of({"capabilities": {"textDocument": {"codeAction": {"dataSupport": data}}}})
    told = initialize_result(client)["capabilities"]["codeActionProvider"]
    assert told["resolveProvider"] is offers


def test_only_a_client_that_reads_content_is_told_of_it() -> None:
    def told(kind: ClientKind) -> Any:
        client = client_of({"capabilities": as_sent(kind)})
        return initialize_result(client)["capabilities"]["workspace"].get("textDocumentContent")

    assert told(VSCODE) == {"schemes": [CONTENT_SCHEME]}
    assert told(NEOVIM) is None


@pytest.mark.parametrize("kind", [VSCODE, DOCUMENTING], ids=lambda kind: kind.name)
def test_the_answer_is_one_that_lsp_knows(kind: ClientKind) -> None:
    answer = initialize_result(client_of({"capabilities": as_sent(kind)}))
    assert ("documentation" in answer["capabilities"]["codeActionProvider"]) == (kind is DOCUMENTING)
    assert CONVERTER.unstructure(CONVERTER.structure(answer, types.InitializeResult)) == answer


def test_the_commands_we_tell_of_are_those_we_have() -> None:
    assert sorted(COMMANDS) == sorted(COMMANDS_BY_NAME)
