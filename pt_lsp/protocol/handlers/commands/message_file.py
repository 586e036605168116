"""The message of a commit, for the file that git has the editor open for it.

Files in git's own folder never leave the machine, and this one does not either: what is asked about is the
commit. Of its text only what the user has typed of the subject goes along.
"""

from collections.abc import Callable
from pathlib import Path

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.errors import EditRefused, Excluded
from pt_lsp.features.commit_message.form import continuation
from pt_lsp.features.commit_message.message_document import first_line, message_place
from pt_lsp.features.commit_message.writing import CommitToDescribe, write_message
from pt_lsp.features.edit.actions.recipe import BeforeAfter, Recipe
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.protocol.server import Server
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.git.message_files import is_message_file, worktree_of_message

COMMIT_MESSAGE = Recipe(
    id="commitMessage",
    title="Write Commit Message",
    does="Writes the message of the commit that git has opened this file for.",
    doing="Writing the message",
    kind="refactor.rewrite",
    menu="change",
    region="place",
    offer="in menus",
    takes="range",
    example=BeforeAfter("git-commit", "# Changes to be committed:", "Take links for what they are"),
)
"""Of no other document, and so in no table of actions."""
_NO_MESSAGE = "This is no file that git has opened for the message of a commit."


def message_file_of(snapshot: Snapshot) -> Path | None:
    """The file, if git has it open for a message. Looks at the disk for files of these names only."""
    path = snapshot.path
    return path if path is not None and is_message_file(path) else None


def message_request(snapshot: Snapshot) -> EditRequest:
    """The message above what git has written. EditRefused in any other document."""
    if message_file_of(snapshot) is None:
        raise EditRefused(_NO_MESSAGE)
    place = message_place(snapshot.text)
    title = COMMIT_MESSAGE.titled(None)
    return EditRequest(snapshot, place.region, "", title, COMMIT_MESSAGE, is_about_document=False)


async def message_draft(server: Server, request: EditRequest) -> Draft:
    """What the region shall read; raises as `write_message` does."""
    text = request.snapshot.text

    def commit(top: Path, settings: Settings) -> CommitToDescribe:
        return CommitToDescribe(top, settings, replaced=first_line(text), wishes=request.further)

    message = await _message(server, request.snapshot, commit)
    return Draft(message_place(text).filled(message, text.line_end))


async def rest_of_message(server: Server, snapshot: Snapshot, offset: int) -> str:
    """What goes on from the cursor at the end of a message's first line; empty where nothing does.

    Where there is a body below, it is the rest of the subject alone. Raises as `write_message` does.
    """
    text = snapshot.text
    line = text.line_content(0)
    if text.line_at(offset) or line[offset:].strip() or line != first_line(text):
        return ""
    begun = line[:offset]
    message = await _message(server, snapshot, lambda top, settings: CommitToDescribe(top, settings, begun))
    rest = continuation(begun, message) or ""
    has_body = message_place(text).region.end > len(line)
    return rest.partition("\n")[0] if has_body else rest


async def _message(
    server: Server, snapshot: Snapshot, describe: Callable[[Path, Settings], CommitToDescribe]
) -> str:
    path = message_file_of(snapshot)
    if path is None:
        raise EditRefused(_NO_MESSAGE)
    worktree = await worktree_of_message(path)
    settings = server.session.settings_in(worktree.top)
    if reason := Exclusion((settings.privacy.exclude,), path.parent).reason(Path(path.name)):
        raise Excluded(f"This file stays on your machine: {reason}")
    services, commit = server.services, describe(worktree.top, settings)
    return await write_message(services.gateway, services.repository_changes, commit)
