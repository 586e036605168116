"""What goes along to the endpoint: another model for a job, the user's own headers and fields, over stdio."""

from typing import Any

import pytest

from tests.support.lsp_client import LspClient, LspError
from tests.support.scripted_chat import ScriptedChat, garbage, reply, status
from tests.support.with_editor import with_editor

ADD = "def add(a, b):\n    return <|>\n"
MODELS = {"endpoint": {"models": {"edit": "for-edits", "explain": "for-explaining"}}}
SECRET = "MARKED-0123456789 and more"
HEADERS = {"endpoint": {"headers": {"X-Key": SECRET, "user-agent": "mine"}, "extraBody": {"top_k": 20}}}


@with_editor("a + b", "b = 2", "It adds.", options=MODELS)
async def test_each_job_is_done_by_its_own_model_and_told_so(editor: LspClient, chat: ScriptedChat) -> None:
    shown = []
    document = editor.open(ADD)
    await editor.complete(document)
    shown.append((await editor.command("showPrompt"))["markdown"].splitlines()[0])
    other = editor.open("<|>a = 1<|>\n", "b.py")
    await editor.edit(other)
    shown.append((await editor.command("showPrompt"))["markdown"].splitlines()[0])
    await editor.command("explain", other.target)
    shown.append((await editor.command("showPrompt"))["markdown"].splitlines()[0])
    names = ["qwen3-coder-plus", "for-edits", "for-explaining"]
    assert [request["model"] for request in chat.requests] == names
    assert all(f"# Sent to `{name}` at " in line for name, line in zip(names, shown, strict=True))
    told = await editor.command("status")
    assert told["model"] == names[0]
    assert told["models"] == dict(zip(("completion", "edit", "explain"), names, strict=True))


@with_editor(status(404), "It adds.", "a + b", options={"endpoint": {"models": {"edit": "gone"}}})
async def test_a_model_that_fails_in_one_job_holds_back_no_other(
    editor: LspClient, chat: ScriptedChat
) -> None:
    document = editor.open("<|>a = 1<|>\n", "b.py")
    with pytest.raises(LspError, match="gone"):
        await editor.edit(document)
    await editor.command("explain", document.target)
    assert await editor.complete(editor.open(ADD)) == ["def add(a, b):\n    return a + b\n"]


@with_editor(
    reply("a + b"),
    *(status(code, {"error": {"message": f"bad X-Key: {SECRET}"}}) for code in (401, 404)),
    options=HEADERS,
    extras=["top_k"],
)
async def test_headers_of_the_user_s_own_are_sent_and_their_values_shown_nowhere(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await editor.complete(editor.open(ADD))
    document = editor.open("<|>a = 1<|>\n", "b.py")
    seen: list[Any] = []
    for _ in range(2):
        with pytest.raises(LspError) as caught:
            await editor.edit(document)
        seen += [str(caught.value), vars(caught.value)]
        seen += [await editor.command(name) for name in ("status", "whyNoCompletion", "stats")]
    page = (await editor.command("showPrompt"))["markdown"]
    for request in chat.requests:
        assert request.headers["x-key"] == SECRET
        assert request.headers["user-agent"] == "mine"
        assert request["top_k"] == 20
    assert "`X-Key`" in page
    assert "`top_k=20`" in page
    assert "MARKED" not in str([*seen, page, editor.log])


SAMPLED = {"endpoint": {"topP": 0.5, "seed": 7}, "edits": {"review": "always"}}


@with_editor("1", "2", "3", "b = 2", "b = 3", "It adds.", "It sums.", options=SAMPLED)
async def test_top_p_and_seed_go_with_all_and_each_further_answer_has_a_seed_of_its_own(
    editor: LspClient, chat: ScriptedChat
) -> None:
    place = editor.open("x = <|>\n")
    await editor.complete(place)
    assert len(await editor.complete(place, is_invoked=True)) == 3
    document = editor.open("<|>a = 1<|>\n", "b.py")
    first = await editor.edit(document)
    page = (await editor.command("showPrompt"))["markdown"]
    assert "`top_p=0.5`, `seed=7`" in page
    await editor.command("retryEdit", {"editId": first["editId"]})
    assert "`seed=8`" in (await editor.command("showPrompt"))["markdown"]
    other = editor.open("<|>a = 1<|>\n", "c.py")
    answers = [(await editor.command("explain", other.target))["markdown"] for _ in range(3)]
    assert [answer.partition("\n")[0] for answer in answers] == ["It adds.", "It adds.", "It sums."]
    seeds = [request["seed"] for request in chat.requests]
    assert (seeds[0], sorted(seeds[1:3]), seeds[3:]) == (7, [8, 9], [7, 8, 7, 8])
    assert {request["top_p"] for request in chat.requests} == {0.5}


SEARCHING = {"endpoint": {"search": True}}


@with_editor("a + b", "b = 2", "It adds.", options=SEARCHING, extras=["enable_search"])
async def test_the_web_is_searched_for_edits_and_explanations_and_never_for_completions(
    editor: LspClient, chat: ScriptedChat
) -> None:
    await editor.complete(editor.open(ADD), is_invoked=True)
    assert "enable_search" not in (await editor.command("showPrompt"))["markdown"]
    document = editor.open("<|>a = 1<|>\n", "b.py")
    await editor.edit(document)
    assert "`enable_search=true`" in (await editor.command("showPrompt"))["markdown"]
    await editor.command("explain", document.target)
    assert [request.body.get("enable_search") for request in chat.requests] == [None, True, True]


THOUGHTS = b'data: {"choices": [{"delta": {"reasoning_content": "Hm."}, "finish_reason": "length"}]}\n\n'
THINKING = {"endpoint": {"profile": "vllm"}}


@with_editor(
    garbage(THOUGHTS),
    options=THINKING,
    extras=["chat_template_kwargs", "stream_options"],
)
async def test_an_answer_that_thinking_used_up_is_told_as_that(editor: LspClient, chat: ScriptedChat) -> None:
    document = editor.open("<|>a = 1<|>\n")
    with pytest.raises(LspError, match="used up its answer with thinking"):
        await editor.edit(document)
    assert str(document) == "a = 1\n"
    assert "thinking" in (await editor.command("status"))["message"]
    document = editor.open(ADD)
    for _ in range(2):
        assert await editor.complete(document) == []
        editor.type(document, 0, "# x\n")
    assert all(request["chat_template_kwargs"] == {"enable_thinking": False} for request in chat.requests)


REFUSED: list[dict[str, Any]] = [
    {"headers": {"authorization": SECRET}},
    {"headers": {"X-Key": f"{SECRET}\r\nX-Evil: 1"}},
    {"extraBody": {"messages": SECRET}},
    {"models": {"edits": SECRET}},
]


@pytest.mark.parametrize("endpoint", REFUSED, ids=str)
def test_what_must_not_be_set_is_told_without_its_value(endpoint: dict[str, Any]) -> None:
    @with_editor(forever="a + b", options={"endpoint": endpoint})
    async def scenario(editor: LspClient, chat: ScriptedChat) -> None:
        await editor.complete(editor.open(ADD))
        await editor.until(lambda: editor.log)
        (key,) = endpoint
        assert f"endpoint.{key}" in "".join(editor.log)
        assert "MARKED" not in str([editor.log, await editor.command("status")])
        for request in chat.requests:
            assert "MARKED" not in str([request.headers, request.body])

    scenario()
