"""A user who wants quiet gets it, everywhere or in a place, and gets what is asked for all the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat
from tests.support.with_editor import with_editor

ADD = "def add(a, b):\n    return <|>\n"
DONE = ["def add(a, b):\n    return a + b\n"]


async def last_reason(editor: LspClient) -> str:
    reason: str = (await editor.command("whyNoCompletion"))["reasons"][0]["reason"]
    return reason


@with_editor("a + b", "a + b", extensions=["ptLsp/status"])
async def test_a_pause_holds_back_what_nobody_asked_for_until_it_ends(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert await editor.command("pause", {"on": True}) == {"paused": True}
    assert (await editor.command("status"))["state"] == "paused"
    document = editor.open(ADD)
    assert await editor.complete(document) == []
    assert await last_reason(editor) == "paused"
    assert await editor.complete(document, is_invoked=True) == DONE
    assert await editor.command("pause", {"on": False}) == {"paused": False}
    assert await editor.complete(editor.open(ADD, "b.py")) == DONE
    states = [told["state"] for told in editor.received("ptLsp/status")]
    assert (states[0], states[-1]) == ("paused", "ready")


@with_editor("a + b")
async def test_a_document_or_a_language_can_be_paused_alone(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open(ADD)
    for names in ({"languageId": "python"}, {"uri": document.uri}):
        assert await editor.command("pause", {"on": True, **names}) == {"paused": True}
        told = await editor.command("status")
        assert told["state"] == "ready"
        key = "languages" if "languageId" in names else "uris"
        nowhere: dict[str, Any] = {"everywhere": False, "until": None, "languages": [], "uris": []}
        assert told["pauses"] == {**nowhere, key: list(names.values())}
        assert await editor.complete(document) == []
        assert await editor.command("pause", {"on": False, **names}) == {"paused": False}
    assert await editor.complete(document) == DONE


@with_editor("a + b")
async def test_a_snooze_says_when_it_ends_and_can_be_ended(editor: LspClient, chat: ScriptedChat) -> None:
    until = datetime.fromisoformat((await editor.command("snooze", {"minutes": 30}))["until"])
    assert timedelta(minutes=29) < until - datetime.now(UTC) <= timedelta(minutes=30, seconds=1)
    pauses = (await editor.command("status"))["pauses"]
    assert (pauses["everywhere"], pauses["until"]) == (False, until.isoformat())
    document = editor.open(ADD)
    assert await editor.complete(document) == []
    assert await last_reason(editor) == "paused"
    assert await editor.command("snooze", {"minutes": 0}) == {"until": None}
    assert await editor.complete(document) == DONE


@with_editor()
async def test_what_is_no_pause_is_refused(editor: LspClient, chat: ScriptedChat) -> None:
    bad: list[tuple[str, Any]] = [
        *(("snooze", {"minutes": minutes}) for minutes in (-1, "30", None, True, 1e9, float("nan"))),
        *(("pause", {"on": value}) for value in ("yes", 1, None)),
    ]
    for command, argument in bad:
        with pytest.raises(LspError, match=r"minutes|'on'") as caught:
            await editor.command(command, argument)
        assert caught.value.code == -32602
    assert (await editor.command("status"))["state"] == "ready"
