"""A model that takes less than the budget, over stdio."""

from pt_lsp.documents.span import Span
from tests.support.lsp_client import LspClient
from tests.support.scripted_chat import Request, ScriptedChat, Step, reply, respond, status
from tests.support.with_editor import with_editor

LIMIT = 3_000
LINES = "".join(f"value_{number} = compute({number})\n" for number in range(2_000))
ADD = "def add(a, b):\n    return a + b\n"


def takes(request: Request) -> Step:
    if len(request.text) / 3 + request["max_tokens"] <= LIMIT:
        return reply(ADD if "Instruction" in request.text else "1")
    error = {"code": "invalid_parameter_error", "message": f"Range of input length should be [1, {LIMIT}]"}
    return status(400, {"error": error})


@with_editor(forever=respond(takes), options={"context": {"budgetTokens": 20_000}})
async def test_a_prompt_that_is_too_long_is_asked_once_more_and_no_later_one_is(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open(f"{LINES}x = <|>")
    assert await editor.complete(document) != []
    assert len(chat.requests) == 2
    editor.type(document, len(document.text), "1\ny = ")
    document.selection = Span(len(document.text), len(document.text))
    assert await editor.complete(document) != []
    assert len(chat.requests) == 3
    end = len(document.text)
    editor.type(document, end, f"1\n\n\n{ADD}")
    document.selection = Span(end + 4, len(document.text))
    result = await editor.edit(document)
    assert result["state"] in {"applied", "unchanged"}
    assert len(chat.requests) == 4
    assert (await editor.command("status"))["state"] == "ready"
