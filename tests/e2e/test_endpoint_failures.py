"""What a user is told when an endpoint refuses, and what goes on afterwards, over stdio."""

import json
from typing import Any

import pytest

from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import Request, ScriptedChat, Step, garbage, respond, status
from tests.support.with_editor import with_editor

CODE = "def add(a, b):\n    return <|>\n"


def openai(code: str, message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "type": "x", "param": None, **more}}


def in_stream(body: dict[str, Any]) -> Step:
    return garbage(b"data: " + json.dumps(body).encode() + b"\n\n")


KINDS: list[tuple[Step, str, str, str]] = [
    (status(400, openai("invalid_api_key", "No.")), "unauthorized", "setKey", "refused the API key"),
    (status(403, openai("Arrearage", "No.")), "unpaid", "none", "to be paid"),
    (status(403, openai("access_denied", "No.")), "forbidden", "chooseModel", "does not let this key use"),
    (status(429, openai("insufficient_quota", "No.")), "quotaUsedUp", "none", "is used up"),
    (status(400, openai("data_inspection_failed", "No.")), "contentFiltered", "none", "content filter"),
    (in_stream(openai("data_inspection_failed", "No.")), "contentFiltered", "none", "content filter"),
    (
        in_stream({"base_resp": {"status_code": 1004, "status_msg": "No."}}),
        "unauthorized",
        "setKey",
        "API key",
    ),
    (
        status(400, {"code": "InvalidParameter", "message": "Model not exist."}),
        "unknownModel",
        "chooseModel",
        "model",
    ),
]


@pytest.mark.parametrize(("step", "code", "fix", "words"), KINDS)
def test_asked_work_fails_with_a_sentence_a_kind_and_a_remedy(
    step: Step, code: str, fix: str, words: str
) -> None:
    @with_editor(forever=step)
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open(CODE)
        with pytest.raises(LspError) as caught:
            await editor.edit(document)
        assert caught.value.code == -32803
        assert caught.value.data == {"code": code, "fix": fix}
        assert words in str(caught.value)
        assert str(document) == CODE.replace("<|>", "")
        told = await editor.command("status")
        assert (told["state"], words in told["message"]) == ("error", True)

    scenario()


@with_editor(forever=status(429, openai("insufficient_quota", "You exceeded your current quota.")))
async def test_a_quota_that_is_used_up_ends_what_nobody_asked_for_and_says_so_once(
    editor: LspClient, chat: ScriptedChat
) -> None:
    for name in "abcd":
        assert await editor.complete(editor.open(CODE, f"{name}.py")) == []
    assert len(chat.requests) == 1
    reasons = (await editor.command("whyNoCompletion"))["reasons"]
    assert "is used up" in reasons[0]["detail"]
    assert "goes on in 5 min" in reasons[0]["detail"]
    assert ["is used up" in line for line in editor.log] == [True]


def serve_another_model(request: Request) -> Step | str:
    gone = status(404, openai("model_not_found", "The model does not exist."))
    return "a + b" if request["model"] == "another" else gone


@with_editor(forever=respond(serve_another_model))
async def test_another_model_is_asked_as_soon_as_it_is_set(editor: LspClient, chat: ScriptedChat) -> None:
    for name in "abc":
        assert await editor.complete(editor.open(CODE, f"{name}.py")) == []
    assert [request["model"] for request in chat.requests] == ["qwen3-coder-plus"]
    section = {"endpoint": {"model": "another"}}
    editor.notify("workspace/didChangeConfiguration", {"settings": {"ptLsp": section}})
    assert await editor.complete(editor.open(CODE, "d.py"))
    assert (await editor.command("status"))["state"] == "ready"


@with_editor(forever=status(400, openai("data_inspection_failed", "No.")))
async def test_a_filtered_text_holds_no_other_back(editor: LspClient, chat: ScriptedChat) -> None:
    await editor.complete(editor.open(CODE, "a.py"))
    n_requests = len(chat.requests)
    await editor.complete(editor.open("def sub(a, b):\n    return <|>\n", "b.py"))
    assert len(chat.requests) > n_requests


def refuse_temperature(request: Request) -> Step | str:
    if "temperature" in request.body:
        return status(400, openai("unsupported_value", "'temperature' does not support 0.2."))
    return "a + b"


@with_editor(forever=respond(refuse_temperature))
async def test_a_model_that_takes_no_temperature_completes_all_the_same(
    editor: LspClient, chat: ScriptedChat
) -> None:
    assert await editor.complete(editor.open(CODE, "a.py"))
    assert await editor.complete(editor.open(CODE.replace("add", "plus"), "b.py"))
    assert ["temperature" in request.body for request in chat.requests] == [True, False, False]
    assert (await editor.command("status"))["state"] == "ready"


PARTS = {"choices": [{"delta": {"content": [{"type": "text", "text": "a + b"}]}, "finish_reason": "stop"}]}
WHOLE = {"choices": [{"message": {"content": "a + b"}, "finish_reason": "stop"}]}
BODIES = {
    "one line break": b"data: " + json.dumps(PARTS).encode() + b"\ndata: [DONE]\n",
    "lines of JSON": json.dumps(PARTS).encode() + b"\n" + json.dumps({"choices": []}).encode() + b"\n",
    "a whole answer after a byte order mark": b"\xef\xbb\xbf" + json.dumps(WHOLE, indent=2).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_completion_is_read_in_whatever_dialect_it_comes(body: bytes) -> None:
    @with_editor(garbage(body))
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        assert await editor.complete(editor.open(CODE)) == [CODE.replace("<|>", "a + b")]

    scenario()
