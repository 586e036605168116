"""What writes the message of a commit, for whoever asks for it."""

from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from pt_lsp.documents.uris import path_of
from pt_lsp.errors import GitFailed
from pt_lsp.features.commit_message.writing import CommitToDescribe, write_message
from pt_lsp.protocol.extensions import CommitMessageArguments, parse_arguments
from pt_lsp.protocol.handlers.commands.cancellable import run_cancellable
from pt_lsp.protocol.handlers.commands.edit import run_request
from pt_lsp.protocol.handlers.commands.message_file import message_request
from pt_lsp.protocol.results import CommitMessageResult, EditResult
from pt_lsp.protocol.server import Server
from pt_lsp.workspace.roots import root_of

_TITLE = "Commit Message"
_MAX_REPORT_CHARS = 80


async def run_commit_message(
    server: Server, params: types.ExecuteCommandParams
) -> CommitMessageResult | EditResult:
    """The message; empty, with `state: "cancelled"`, when the progress was cancelled. In a file, an edit."""
    arguments = parse_arguments(CommitMessageArguments, params, server.protocol.converter)
    if arguments.text_document is not None:
        snapshot = server.session.snapshot(arguments.text_document.uri)
        return await run_request(server, message_request(snapshot), params.work_done_token)
    folder = folder_in_question(server, arguments.folder)
    bar = server.progress_bars.bar()
    commit = CommitToDescribe(folder, server.session.settings_in(folder))
    services = server.services
    writing = write_message(
        services.gateway,
        services.repository_changes,
        commit,
        lambda subject: bar.report(subject[-_MAX_REPORT_CHARS:]),
    )
    task = await run_cancellable(server, bar, _TITLE, params.work_done_token, writing)
    return {"message": "", "state": "cancelled"} if task.cancelled() else {"message": task.result()}


def folder_in_question(server: Server, uri: str | None) -> Path:
    """The folder with that URI; without one the only open folder, or that of the document used last.

    Raises JsonRpcInvalidParams, and GitFailed where nobody can tell which one is meant.
    """
    if uri is not None:
        folder = path_of(uri)
        if folder is None:
            raise JsonRpcInvalidParams(message=f"{uri} is no folder on this machine.")
        return folder
    folders = server.session.folders
    if len(folders) == 1:
        return folders[0]
    document = path_of(server.session.last_used)
    if document is not None:
        return root_of(document, folders) or document.parent
    raise GitFailed(
        "It cannot be told which folder is meant; open a file of the repository, or name a folder."
    )
