"""The only place of the tests that runs an edit."""

from contextlib import aclosing
from dataclasses import replace
from typing import Any

from pt_lsp.context.background import Background
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.actions.table import BY_ID
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest, edit_request
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.settings.options import Settings
from tests.support import notation
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, Step, settings

URI = "file:///project/src/app.py"
IN_FOLDER = Background(path="src/app.py")
CIRCLE = """\
import math


class Circle:
    def __init__(self, radius: float) -> None:
        self.radius = radius

    def area(self) -> float:
        return math.pi * self.radus<|> ** 2

    def grow(self, factor: float) -> None:
        self.radius *= factor
"""


def request_of(
    marked: str, action: str = "edit", *, language_id: str = "python", **kwargs: Any
) -> EditRequest:
    """An action on the selection, or at the cursor, of a text in our notation."""
    return request_by(BY_ID[action], marked, language_id=language_id, **kwargs)


def request_by(recipe: Recipe, marked: str, *, language_id: str = "python", **kwargs: Any) -> EditRequest:
    """The same by a recipe, which may be in no table."""
    place = notation.parse(marked)
    snapshot = Snapshot(URI, language_id, 1, Text.of(place.text), settings())
    return edit_request(snapshot, recipe, place.selection, words=kwargs.pop("words", "Improve it."), **kwargs)


def in_settings(request: EditRequest, wanted: Settings) -> EditRequest:
    """The same where these settings hold."""
    return replace(request, snapshot=replace(request.snapshot, settings=wanted))


def drafts_of(request: EditRequest, *replies: Step | str) -> list[Draft]:
    """All that the edit yields for the replies."""

    return _played(request, *replies)[0]


def exchange(request: EditRequest, *replies: Step | str) -> list[Any]:
    """The bodies of the requests that the edit makes."""
    return [asked.body for asked in _played(request, *replies)[1].requests]


def _played(request: EditRequest, *replies: Step | str) -> tuple[list[Draft], ScriptedChat]:
    async def ask() -> tuple[list[Draft], ScriptedChat]:
        with ScriptedChat(*replies) as chat:
            gateway = chat.gateway()
            async with aclosing(rewrite(gateway, request)) as drafts:
                yielded = [draft async for draft in drafts]
            await gateway.aclose()
            return yielded, chat

    return run(ask())


def check(marked: str, reply: str, expected: str, action: str = "edit", **kwargs: Any) -> None:
    """The document after the action, when the model replies like that."""
    request = request_of(marked, action, **kwargs)
    new = drafts_of(request, reply)[-1].text
    assert str(request.snapshot.text.replace(request.region, new)) == expected
