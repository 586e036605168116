"""Whatever an endpoint says: the key, values of headers and the user's code stand in nothing that is told."""

import json
import logging
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.llm.gateway import RetryPolicy
from pt_lsp.protocol.handlers.commands.show_prompt import render
from tests.support.in_process import InProcess
from tests.support.running import run
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

KEY = "pt-live-q7Wm2Zr9Lk4Xv8Nb3Tc6"
HEADER = "Jf5hYp0sDu1gAe2o"
NAMES = ["zebra_umbrella", "QuokkaLedger", "narwhal17", "wombats"]
CODE = (
    "class QuokkaLedger:\n"
    "    def zebra_umbrella(self, narwhal17):\n"
    "        return narwhal17 + 'wombats'  # wombats pay for the zebra_umbrella\n"
)
STATUSES = [
    300, 307, 400, 401, 402, 403, 404, 405, 408, 409, 413, 415, 418, 422, 424, 426, 429, 431, 451, 499, 500,
    501, 502, 503, 504, 505, 511, 520, 522, 524, 529,
]  # fmt: skip
CODES = [
    "invalid_api_key", "Arrearage", "data_inspection_failed", "insufficient_quota", "model_not_found",
    "context_length_exceeded", "unsupported_parameter", "access_denied", "Throttling", "whatever",
]  # fmt: skip


def echoes(request: Request, dice: random.Random) -> str:
    """Something of what was sent, as servers, proxies and people who mean no good repeat it."""
    sent = [
        f"Incorrect API key provided: {request.headers['authorization']}.",
        f"key={KEY}",
        f"x-team: {HEADER} is not allowed",
        f"Invalid prompt: {request.text}",
        f"Unexpected token near {dice.choice(CODE.split(chr(10)))!r}",
        json.dumps(request.body),
        repr(dict(request.headers)),
        f"maximum context length is 4096 tokens, you sent {dice.choice(NAMES)} and 5000 more: {CODE}",
        f"Unsupported parameter: 'temperature' in {dice.choice(NAMES)}",
        " ".join(dice.choice([*NAMES, KEY, HEADER]) for _ in range(5)),
    ]
    text = dice.choice(sent)
    twists: list[Callable[[str], str]] = [
        str,
        str.upper,
        lambda it: it[dice.randrange(len(it)) :],
        lambda it: it.replace("\n", "\\n"),
        lambda it: it.replace("_", "\u200b_"),
        lambda it: f"错误{it}错误",
        lambda it: it.replace(" ", ""),
    ]
    return dice.choice(twists)(text)


def bodies(said: str, code: str) -> list[Any]:
    return [
        {"error": {"message": said, "type": said, "code": code, "param": said}},
        {"error": {"message": code, "code": said}},
        {"error": said},
        {"detail": said},
        {"detail": [{"loc": ["body", said], "msg": said, "input": said, "type": code}]},
        {"message": said, "code": code, "request_id": said},
        {"base_resp": {"status_code": 1004, "status_msg": said}},
        {"errors": [said, {"message": said}]},
        {"success": False, "msg": said},
        {"choices": [{"finish_reason": said, "delta": {}}]},
        {"choices": [{"finish_reason": "stop", "delta": {"content": 5, "x": said}}]},
        {"choices": said},
        {said: said},
        [said],
        said,
    ]


def hostile(dice: random.Random) -> Callable[[Request], Step]:
    def choose(request: Request) -> Step:
        said = echoes(request, dice)
        body = dice.choice(bodies(said, dice.choice(CODES)))
        data = dice.choice(
            [
                json.dumps(body).encode(),
                said.encode(),
                f"<html>{said}</html>".encode(),
                json.dumps(body)[:-3].encode(),
            ]
        )
        headers = {"x-said": "said", "location": f"http://127.0.0.1:9/{KEY}"}
        return dice.choice(
            [
                status(dice.choice(STATUSES), data, headers=headers),
                status(dice.choice(STATUSES), data, retry_after=dice.choice(["0", "soon", KEY])),
                garbage(data),
                garbage(b"data: " + data.replace(b"\n", b" ") + b"\n\n"),
                garbage(b"event: error\ndata: " + data.replace(b"\n", b" ") + b"\n\n"),
                reply("", finish_reason=said),
                disconnect(after_bytes=dice.choice([0, 40])),
            ]
        )

    return choose


@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_was_sent_is_told(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("POWERTOKENS_API_KEY", KEY)
    dice = random.Random(seed)

    async def scenario() -> list[str]:
        async with ScriptedChat(forever=respond(hostile(dice))).serve() as url:
            editor = await InProcess.begin(
                tmp_path, url, {"endpoint": {"baseUrl": url, "headers": {"X-Team": HEADER}}}
            )
            editor.server.services.gateway._retry_policy = RetryPolicy(sleep=no_wait)
            editor.open(CODE)
            for _ in range(12):
                await editor.ask("textDocument/inlineCompletion", completion_at_end(editor))
                await editor.ask("workspace/executeCommand", command("edit", editor, instruction="Do it."))
                await editor.ask("workspace/executeCommand", command("explain", editor))
                await editor.ask("workspace/executeCommand", command("status", editor))
            await editor.ask("workspace/executeCommand", command("whyNoCompletion", editor))
            sent = editor.server.services.gateway.last_sent
            await editor.server.stop()
        assert sent is not None
        assert "QuokkaLedger" in render(sent)
        assert secrets_in(render(sent)) == []
        return [json.dumps(told) for told in editor.sent if "markdown" not in json.dumps(told)]

    with caplog.at_level(logging.DEBUG):
        told = run(scenario(), timeout_s=20)
    ours = [record.getMessage() for record in caplog.records if is_logged(record)]
    found = [text for text in [*told, *ours] if secrets_in(text) or any(name in text for name in NAMES)]
    assert found == []


async def no_wait(_seconds: float) -> None:
    """Asked again at once."""


def is_logged(record: logging.LogRecord) -> bool:
    """Whether a server whose level is `debug` logs it."""
    return record.name.startswith("pt_lsp") or record.levelno >= logging.WARNING


def secrets_in(text: str) -> list[str]:
    return [run for run in (*runs(KEY), *runs(HEADER)) if run.lower() in text.lower()]


def runs(secret: str) -> Iterator[str]:
    return (secret[start : start + 8] for start in range(len(secret) - 7))


def completion_at_end(editor: InProcess) -> dict[str, Any]:
    return {
        "textDocument": {"uri": editor.uri},
        "position": {"line": 3, "character": 0},
        "context": {"triggerKind": 1},
    }


def command(name: str, editor: InProcess, **arguments: str) -> dict[str, Any]:
    here = {"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}}
    argument = {"textDocument": {"uri": editor.uri}, "range": here, **arguments}
    return {"command": f"ptLsp.{name}", "arguments": [argument] if name in {"edit", "explain"} else []}
