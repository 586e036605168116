"""The whole way from a prompt to its reply, against a server that misbehaves in every known way."""

import asyncio
import gzip
import json
from dataclasses import replace

import pytest

from pt_lsp import errors
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, RetryPolicy, Usage
from tests.support.running import run
from tests.support.scripted_chat import (
    Live,
    Request,
    ScriptedChat,
    Step,
    disconnect,
    garbage,
    hang,
    no_key,
    no_wait,
    noise,
    reply,
    respond,
    settings,
    some_key,
    status,
)

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)
EVENT = 'data: {{"choices":[{{"index":0,"delta":{delta},"finish_reason":{reason}}}]}}\n\n'


def event(delta: str, reason: str = "null") -> str:
    return EVENT.format(delta=delta, reason=reason)


def ask(*steps: Step | str) -> str:
    with ScriptedChat(*steps) as chat:
        return run(chat.gateway().ask(PROMPT, settings()))


def ask_over_tcp(*steps: Step | str, idle_timeout_s: float = 30) -> str:
    async def scenario() -> str:
        chat = ScriptedChat(*steps)
        async with chat.serve() as url:
            gateway = Gateway(Ledger(), no_key, retry_policy=RetryPolicy(sleep=no_wait))
            try:
                return await gateway.ask(PROMPT, settings(url, idle_timeout_s=idle_timeout_s))
            finally:
                await gateway.aclose()

    return run(scenario())


GOOD = [
    ("reply", reply("naïve — 漢字 🙂\n"), "naïve — 漢字 🙂\n"),
    ("cut at each byte", reply("naïve — 漢字 🙂", cut_bytes=1), "naïve — 漢字 🙂"),
    ("no [DONE]", reply("text", is_done=False), "text"),
    ("no finish reason", reply("text", finish_reason=None), "text"),
    ("whole answer to a stream request", reply("text", is_whole=True), "text"),
    ("byte order mark", garbage(b"\xef\xbb\xbf" + event('{"content":"text"}', '"stop"').encode()), "text"),
    ("blank start", garbage(b"\n\n" + event('{"content":"text"}', '"stop"').encode()), "text"),
    (
        "comments",
        garbage(b": ping\n\n" + event('{"content":"text"}', '"stop"').encode() + b": pong\n\n"),
        "text",
    ),
    (
        "wrong content type",
        garbage(event('{"content":"t"}', '"stop"').encode(), content_type="text/plain"),
        "t",
    ),
    ("null content", garbage((event('{"content":null}') + event('{"content":"t"}', '"stop"')).encode()), "t"),
    (
        "reasoning",
        garbage((event('{"reasoning_content":"Hm."}') + event('{"content":"t"}', '"stop"')).encode()),
        "t",
    ),
    ("null delta", garbage((event("null") + event('{"content":"t"}', '"stop"')).encode()), "t"),
    ("empty data", garbage(b"data:\n\n" + event('{"content":"t"}', '"stop"').encode()), "t"),
    ("all in one chunk", reply("text", cut_bytes=100_000), "text"),
    ("no last blank line", garbage(event('{"content":"text"}', '"stop"').rstrip().encode()), "text"),
    (
        "more after [DONE]",
        garbage((event('{"content":"t"}') + "data: [DONE]\n\n" + event("7")).encode()),
        "t",
    ),
    ("U+2028 inside", reply("a\u2028b\u0085c"), "a\u2028b\u0085c"),
    ("after a finish reason the end may be cut", reply("text", is_done=False), "text"),
]


@pytest.mark.parametrize(("step", "text"), [g[1:] for g in GOOD], ids=[g[0] for g in GOOD])
def test_every_good_answer_is_read(step: Step, text: str) -> None:
    assert ask(step) == text
    assert ask_over_tcp(step) == text


BAD = [
    (
        "reasoning alone",
        garbage(event('{"content":null,"reasoning_content":"Hm.","reasoning":"Hm."}', '"length"').encode()),
        errors.OnlyThoughts,
        "used up its answer with thinking",
    ),
    (
        "reasoning in pieces and no answer",
        garbage((event('{"reasoning":"Hm."}') + event('{"content":""}', '"stop"')).encode()),
        errors.OnlyThoughts,
        "endpoint.extraBody",
    ),
    ("web page", garbage(b"<!DOCTYPE html><html>"), errors.NotChatCompletions, "a web page"),
    ("empty body", garbage(b""), errors.NotChatCompletions, "an empty body"),
    ("blank body", garbage(b"\n \n"), errors.NotChatCompletions, "an empty body"),
    ("plain text", garbage(b"It works!"), errors.NotChatCompletions, "plain text"),
    ("half JSON", garbage(b'{"choices":'), errors.NotChatCompletions, "not JSON"),
    ("JSON string", garbage(b'"hello"'), errors.NotChatCompletions, "not an object"),
    ("JSON list", garbage(b"[1]"), errors.NotChatCompletions, "not an object"),
    ("event not JSON", garbage(b"data: hello\n\n"), errors.NotChatCompletions, "not JSON"),
    ("deep JSON", garbage(b"[" * 200_000, cut_bytes=9999), errors.NotChatCompletions, "JSON"),
    ("choices a string", garbage(b'data: {"choices":"no"}\n\n'), errors.NotChatCompletions, "not a list"),
    ("choice a string", garbage(b'data: {"choices":["no"]}\n\n'), errors.NotChatCompletions, "not an object"),
    ("content a list", garbage(event('{"content":[1]}').encode()), errors.NotChatCompletions, "not text"),
    ("delta a number", garbage(event("7").encode()), errors.NotChatCompletions, "not text"),
    (
        "endless event",
        garbage(b"data: " + b"x" * 2_000_000, cut_bytes=65536),
        errors.NotChatCompletions,
        "endless",
    ),
    ("endless JSON", garbage(b"{" + b" " * 9_000_000, cut_bytes=65536), errors.NotChatCompletions, "endless"),
    ("error in 200", garbage(b'{"error":{"message":"oops"}}'), errors.StreamFailed, "oops"),
    ("error event", garbage(b'data: {"error":"busy"}\n\n'), errors.StreamFailed, 'saying "busy"'),
    ("flat error event", garbage(b'data: {"code":"X","message":"busy"}\n\n'), errors.StreamFailed, "busy"),
    (
        "error after text",
        garbage(event('{"content":"t"}').encode() + b'data: {"error":{"message":"oops"}}\n\n'),
        errors.StreamFailed,
        "oops",
    ),
    ("cut stream", garbage(event('{"content":"t"}').encode()), errors.StreamCut, "broke off"),
    ("only comments", garbage(b": ping\n\n"), errors.StreamCut, "broke off"),
    ("closed in the stream", disconnect(after_bytes=300), errors.StreamCut, "broke off"),
    ("silence in the stream", hang(after="some text"), errors.EndpointTimeout, "sent no text for 0.2 s"),
    ("silence", hang(), errors.EndpointTimeout, "idleTimeoutS"),
    ("empty reply", reply(""), errors.EmptyReply, "finish reason stop"),
    ("empty reply without reason", garbage(b"data: [DONE]\n\n"), errors.EmptyReply, "without a word:"),
    (
        "redirect",
        status(307, headers={"location": "https://evil.example/"}),
        errors.NotChatCompletions,
        "(307)",
    ),
    (
        "bad gzip",
        status(200, b"no gzip", headers={"content-encoding": "gzip"}),
        errors.NotChatCompletions,
        "decompressed",
    ),
    (
        "endless comments",
        garbage((b": " + b"x" * 65_000 + b"\n") * 1_000, cut_bytes=1 << 20),
        errors.NotChatCompletions,
        "an endless answer",
    ),
    (
        "lines of data without an end",
        garbage(b"data:\n" * 1_100_000, cut_bytes=65536),
        errors.NotChatCompletions,
        "endless event",
    ),
    (
        "cut gzip",
        status(200, gzip.compress(b"data: {}\n\n" * 99)[:-9], headers={"content-encoding": "gzip"}),
        errors.StreamCut,
        "broke off",
    ),
    ("endless refusal", status(400, b"no " * 99_999), errors.InvalidRequest, 'saying "no no'),
    ("not found", status(404, "no such route"), errors.UnknownModel, "no such route"),
]


@pytest.mark.parametrize(("step", "kind", "words"), [b[1:] for b in BAD], ids=[b[0] for b in BAD])
def test_every_bad_answer_is_one_sentence(step: Step, kind: type[errors.ModelError], words: str) -> None:
    with pytest.raises(errors.ModelError) as caught:
        ask_over_tcp(step, idle_timeout_s=0.2 if kind is errors.EndpointTimeout else 30)
    sentence = str(caught.value)
    assert type(caught.value) is kind, sentence
    assert words in sentence
    assert "127.0.0.1:" in sentence
    assert sentence.endswith(".")
    assert sentence.count("\n") == 0
    assert "evil" not in sentence


RETRIED = [
    ("rate limit", status(429, retry_after="0"), errors.RateLimited),
    ("rate limit without a time", status(429), errors.RateLimited),
    ("server error", status(503, "down"), errors.EndpointFailed),
    ("request timeout", status(408, {"error": {"type": "invalid_request_error"}}), errors.EndpointFailed),
    ("too early", status(425, "<html>"), errors.EndpointFailed),
    ("closed before the answer", disconnect(), errors.EndpointUnreachable),
    ("not HTTP", noise(b"SSH-2.0-OpenSSH_9.2\r\n"), errors.EndpointUnreachable),
]


@pytest.mark.parametrize(("step", "kind"), [r[1:] for r in RETRIED], ids=[r[0] for r in RETRIED])
def test_a_passing_trouble_is_tried_again_twice_at_most(step: Step, kind: type[errors.ModelError]) -> None:
    assert ask(step, "text") == "text"
    assert ask_over_tcp(step, step, "text") == "text"
    with pytest.raises(kind):
        ask_over_tcp(step, step, step)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 413, 422, 501])
def test_a_lasting_trouble_is_not_tried_again(code: int) -> None:
    with pytest.raises(errors.ModelError):
        ask(status(code))


def test_a_quota_that_is_used_up_is_not_asked_for_again() -> None:
    with pytest.raises(errors.QuotaUsedUp):
        ask(status(429, {"error": {"code": "insufficient_quota", "message": "You exceeded your quota."}}))


def test_a_server_that_says_overloaded_is_tried_again_whatever_its_status() -> None:
    assert ask(status(400, {"error": {"message": "Overloaded"}}), status(529), "text") == "text"


def test_after_the_first_byte_nothing_is_tried_again() -> None:
    with pytest.raises(errors.StreamCut):
        ask(disconnect(after_bytes=200))


def test_waits_are_those_asked_for_or_doubled_and_all_a_little_spread() -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    async def scenario(*steps: Step | str) -> None:
        retry_policy = RetryPolicy(sleep=note, now=lambda: 1_795_500_000.0, roll=lambda: 1.0)
        chat = ScriptedChat(*steps)
        gateway = Gateway(Ledger(), no_key, retry_policy=retry_policy, make_transport=lambda: chat.transport)
        await gateway.ask(PROMPT, settings())

    date = status(503, retry_after="Tue, 24 Nov 2026 06:00:04 GMT")
    run(scenario(status(429, retry_after="2"), date, "text"))
    run(scenario(status(500), status(429), "text"))
    run(scenario(disconnect(), disconnect(), "text"))
    assert waits == pytest.approx([2.2, 4.4, 0.5, 1.0, 0.1, 0.2])


def test_an_endpoint_that_wants_a_long_wait_is_not_waited_for() -> None:
    with pytest.raises(errors.RateLimited, match="wait 60 s"):
        ask(status(429, retry_after="60"))


def test_nobody_listening_is_said_after_three_tries() -> None:
    async def scenario() -> None:
        async with ScriptedChat().serve() as url:
            pass  # the port is free again
        gateway = Gateway(Ledger(), no_key, retry_policy=RetryPolicy(sleep=no_wait))
        with pytest.raises(
            errors.EndpointUnreachable, match=r"does not accept connections: check that it runs"
        ):
            await gateway.ask(PROMPT, settings(url))
        await gateway.aclose()

    run(scenario())


def test_an_unknown_name_is_said() -> None:
    async def scenario() -> None:
        gateway = Gateway(Ledger(), some_key, retry_policy=RetryPolicy(sleep=no_wait))
        with pytest.raises(
            errors.EndpointUnreachable, match=r"^models\.invalid is not a name that can be found"
        ):
            await gateway.ask(PROMPT, settings("https://models.invalid/v1"))
        await gateway.aclose()

    run(scenario())


def test_deltas_come_one_by_one_and_the_rest_is_known_at_the_end() -> None:
    async def scenario() -> None:
        live = Live()
        chat = ScriptedChat(live)
        async with chat.serve() as url:
            gateway = Gateway(Ledger(), no_key)
            live.send("one ")
            async with gateway.open(PROMPT, settings(url)) as answer:
                assert await anext(answer) == "one "
                assert answer.finish_reason is None
                live.send("two")
                assert await anext(answer) == "two"
                live.finish("length")
                assert [delta async for delta in answer] == []
                assert answer.finish_reason == "length"
            await gateway.aclose()

    run(scenario())


def test_a_connection_serves_again_after_a_clean_end_only() -> None:
    async def scenario() -> int:
        ports = set()

        def note(request: Request) -> str:
            ports.add(request.headers["client-port"])
            return "text"

        chat = ScriptedChat(respond(note), respond(note), hang(after="text"), respond(note))
        async with chat.serve() as url:
            gateway = Gateway(Ledger(), no_key)
            for _ in range(2):
                await gateway.ask(PROMPT, settings(url))
            assert len(ports) == 1
            async with gateway.open(PROMPT, settings(url)) as answer:
                await anext(answer)
            await gateway.ask(PROMPT, settings(url))
            await gateway.aclose()
        return len(ports)

    assert run(scenario()) == 2


def test_the_reported_usage_is_booked_and_an_unreported_one_estimated() -> None:
    usage = {
        "prompt_tokens": 11,
        "completion_tokens": 7,
        "total_tokens": 18,
        "prompt_tokens_details": {"cached_tokens": 5},
    }
    broken = {"prompt_tokens": True, "completion_tokens": -1}
    chat = ScriptedChat(reply("text", usage=usage), reply("text"), reply("text", usage=broken))
    gateway = chat.gateway()

    async def scenario() -> None:
        assert await gateway.ask(PROMPT, settings()) == "text"
        assert gateway.ledger.total() == Usage(11, 7, 5)
        for _ in range(2):
            async with gateway.open(PROMPT, settings()) as answer:
                async for _ in answer:
                    pass
            assert answer.usage == Usage(1, 2, is_estimated=True)

    run(scenario())
    assert gateway.ledger.total("edit") == Usage(13, 11, 5, is_estimated=True)


def test_the_request_goes_out_with_the_fields_of_its_profile() -> None:
    chat = ScriptedChat("text", extras={"stream_options"})
    run(chat.gateway().ask(replace(PROMPT, stop=("x",)), settings(profile="openai")))
    request = chat.requests[0]
    assert request.body["stream_options"] == {"include_usage": True}
    assert request.headers["user-agent"].startswith("pt-lsp/")
    assert request.headers["accept-encoding"] == "identity"
    assert "authorization" not in request.headers
    assert json.dumps(request.body).count("hi") == 1


def test_a_server_that_never_ends_its_answer_does_not_hold_up_the_reply() -> None:
    async def scenario() -> None:
        ending = asyncio.Event()

        async def never_ending(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"}]")
            writer.write(
                b"HTTP/1.1 200 OK\r\n\r\n" + event('{"content":"text"}').encode() + b"data: [DONE]\n\n"
            )
            await ending.wait()
            writer.close()

        server = await asyncio.start_server(never_ending, "127.0.0.1", 0)
        gateway = Gateway(Ledger(), no_key)
        port = server.sockets[0].getsockname()[1]
        assert await gateway.ask(PROMPT, settings(f"http://127.0.0.1:{port}/v1")) == "text"
        await gateway.aclose()
        ending.set()
        server.close()

    run(scenario())
