"""Whatever goes wrong, no sentence holds the key, a header's value, or the user's code.

One server meets one trouble after the other, in which the endpoint repeats what it was sent; what then
stands in errors, logs, status, reasons and progress is looked through for marks.
"""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.client_kinds import EMACS
from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import (
    Request,
    ScriptedChat,
    Step,
    disconnect,
    garbage,
    reply,
    respond,
    status,
)
from tests.support.with_editor import with_editor

KEY = "sk-KEYMARK0123456789abcdefKEYMARK"
HEADER = "HEADERMARK 77 and more, HEADERMARK"
CODE = "code_mark_of_the_user"
MARKS = ("KEYMARK", "HEADERMARK", CODE)
DOCUMENT = f"def {CODE}(a, b):\n    return <|>a + b\n"
ROUNDS = 60


def echoes(request: Request) -> list[Any]:
    """What endpoints make of a request that they repeat."""
    headers = ", ".join(f"{name}: {value}" for name, value in request.headers.items())
    body = json.dumps(request.body)
    line = next((line for line in request.text.splitlines() if CODE in line), "nothing")
    return [
        {"error": {"message": f"Incorrect API key provided: {KEY}", "code": "invalid_api_key"}},
        {"error": {"message": f"bad headers: {headers}"}},
        {"error": {"message": f"cannot read the request: {body}"}},
        {"error": f"Invalid value: {request.text}", "request": request.body},
        {"detail": [{"loc": ["body", "messages"], "msg": "too long", "input": request.body}]},
        {"detail": f"input: {request.text}"},
        {"error": {"message": f"inappropriate content: {line}", "code": "data_inspection_failed"}},
        {"error": {"message": line}},
        f"Cannot parse `{line}`",
        line,
        {"base_resp": {"status_code": 1004, "status_msg": f"login fail: {HEADER} {KEY}"}},
        f"<html>{headers}{body}</html>",
        f"Unexpected: {headers} {body}",
        body,
        "",
    ]


def troubles(echo: Any) -> list[Step]:
    text = echo if isinstance(echo, str) else json.dumps(echo)
    codes = (400, 401, 402, 403, 404, 413, 418, 422)
    return [
        *(status(code, text) for code in codes),
        garbage(text.encode(), content_type="application/json"),
        garbage(f"data: {text}\n\n".encode()),
        garbage(f"data: {text}".replace("\\n", "\n").encode()),
        garbage(f'data: {{"choices": [{{"finish_reason": {json.dumps(text)}}}]}}\n\n'.encode()),
        disconnect(after_bytes=100, text=text or "text"),
        reply(""),
    ]


BAD_SETTINGS: list[Any] = [
    {"endpoint": {"baseUrl": f"https://{KEY}@models.example/v1"}},
    {"endpoint": {"baseUrl": KEY}},
    {"endpoint": {"proxy": f"http://user:{KEY}@proxy.example:x"}},
    {"endpoint": {"model": [KEY]}},
    {"endpoint": {"apiKeyCommand": f"echo '{KEY}"}},
    {"endpoint": {"apiKeyCommand": ["/no/such/command", KEY]}},
    {"endpoint": {"apiKey": KEY}},
    {"endpoint": {"caFile": f"/no/{KEY}"}},
    {"endpoint": {"headers": {"Authorization": HEADER}}},
    {"endpoint": {"headers": {"X-Key": HEADER + "\n"}}},
    {"endpoint": {"extraBody": {"stream": HEADER}}},
    {"endpoint": KEY},
    {"privacy": {"exclude": [f"[{CODE}"]}},
    {"budget": {"tokensPerDay": KEY}},
    {"completion": {"maxTokens": KEY, "fillMode": KEY}},
    KEY,
]


async def ask(editor: LspClient, command: str, document: Any) -> list[str]:
    """All that is said of one request that may fail; what it has asked for is not in it."""
    try:
        if command == "complete":
            await editor.complete(document, is_invoked=True)
        else:
            argument = document.target | {"instruction": "change it", "position": document.position}
            await editor.command(command, None if command == "probe" else argument)
    except LspError as error:
        return [str(error)]
    return []


async def said(editor: LspClient) -> str:
    """All sentences that an editor may show or write down."""
    parts = [
        await editor.command("status"),
        await editor.command("whyNoCompletion"),
        await editor.command("stats"),
    ]
    return " ".join(map(str, [*parts, editor.log, editor.progress(), editor.received("ptLsp/status")]))


@pytest.mark.parametrize("seed", range(3))
def test_no_trouble_with_an_endpoint_shows_what_was_sent(seed: int) -> None:
    choose = random.Random(seed)
    played: list[str] = []

    def trouble(request: Request) -> Step:
        step = choose.choice(troubles(choose.choice(echoes(request))))
        played.append(step.name)
        return step

    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        editor.notify("workspace/didChangeConfiguration", {"settings": {"ptLsp": settings}})
        document = editor.open(DOCUMENT)
        for n in range(ROUNDS):
            editor.type(document, len(document.text), f"# {n}\n")
            command = choose.choice(["complete", "edit", "explain", "fix", "generate", "probe"])
            sentences = " ".join(await ask(editor, command, document)) + await said(editor)
            shown = [mark for mark in MARKS if mark in sentences]
            assert shown == [], f"{command} after {played[-1:]}: {sentences}"
        assert played
        assert [mark for mark in MARKS if mark in editor.process.errors] == []
        assert f"Bearer {KEY}" in str([request.headers for request in chat.requests])

    settings = {"endpoint": {"headers": {"X-Key": HEADER}}, "completion": {"debounceMs": 0}}
    _play(scenario, respond(trouble))


def test_no_bad_setting_is_repeated() -> None:
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(DOCUMENT)
        for settings in BAD_SETTINGS:
            editor.notify("workspace/didChangeConfiguration", {"settings": {"ptLsp": settings}})
            for command in ("complete", "edit", "explain"):
                sentences = " ".join(await ask(editor, command, document)) + await said(editor)
                assert [mark for mark in MARKS if mark in sentences] == [], settings
        assert [mark for mark in MARKS if mark in editor.process.errors] == []

    _play(scenario, status(401))


def _play(scenario: Callable[[LspClient, ScriptedChat], Any], forever: Step) -> None:
    environ = {"POWERTOKENS_API_KEY": KEY}
    with_editor(forever=forever, kind=EMACS, environ=environ, extras=["stop"])(scenario)()
