"""Answers and errors in the shapes that servers really send, beside the one that the API documents."""

import json
from typing import Any

import pytest

from pt_lsp import errors
from pt_lsp.llm.gateway import Message, Prompt, Usage
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, garbage, settings

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)


def piece(delta: object, reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}


def message(content: object, reason: str | None = "stop") -> dict[str, Any]:
    return {"choices": [{"index": 0, "message": {"content": content}, "finish_reason": reason}]}


def part(text: object, kind: str = "text") -> dict[str, Any]:
    return {"type": kind, "text": text}


TE, XT = piece({"content": "te"}), piece({"content": "xt"}, "stop")


def other(index: int, reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": index, "delta": {"content": "no"}, "finish_reason": reason}]}


FAILED = {"error": {"code": 502, "message": "oops"}}


def counting(usage: object) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": "xt"}, "finish_reason": "stop", "usage": usage}]}


def events(*values: object, end: str = "\n\n") -> bytes:
    written = (value if isinstance(value, str) else json.dumps(value) for value in values)
    return "".join(f"data: {value}{end}" for value in written).encode()


def lines(*values: object) -> bytes:
    return "".join(json.dumps(value) + "\n" for value in values).encode()


ENDLESS = json.loads("[" * 50 + "]" * 50)
BUSY = {"base_resp": {"status_code": 1002, "status_msg": "oops"}}
NATIVE = b'id:1\nevent:error\n:HTTP_STATUS/400\ndata:{"code":"InvalidApiKey","message":"oops"}\n\n'
THOUGHT = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}
PING = b": ping\n"

GOOD = {
    "parts": events(piece({"content": [part("te"), part("xt")]}, "stop")),
    "nested parts": events(piece({"content": [[part({"value": "te"}, "output_text")], "xt"]}, "stop")),
    "one part that is no list": events(piece({"content": part("text")}, "stop")),
    "an empty list of parts": events(piece({"content": []}), TE, XT),
    "thoughts among the parts": events(piece({"content": [THOUGHT, part("text")]}, "stop")),
    "a whole answer in parts": lines(message([part("text")])),
    "text instead of a delta": events({"choices": [{"text": "te"}]}, {"choices": [{"text": "xt"}]}, "[DONE]"),
    "a whole answer with text": lines({"choices": [{"text": "text", "finish_reason": "stop"}]}),
    "the whole message once more at the end": events(TE, piece({"content": "xt"}), message("text")),
    "messages for pieces": events(message("te", None), message("xt")),
    "one line break between events": events(TE, XT, end="\n"),
    "one line break and the end": events(TE, piece({"content": "xt"}), "[DONE]", end="\r\n"),
    "lines of JSON": lines(TE, XT),
    "lines of JSON and then events": lines(TE) + events(XT),
    "a whole answer and a line break": lines(message("text", None)),
    "a whole answer on many lines": json.dumps(message("text"), indent=1).encode() + b"\n",
    "no choices, and no usage": events({"choices": [], "usage": None}, TE, {"choices": None}, XT),
    "other choices beside": events(
        other(1), {"choices": [*other(1)["choices"], *TE["choices"]]}, XT, other(2)
    ),
    "other choices that end first": events(TE, other(1, "stop"), XT),
    "choices without an index": events({"choices": [{"delta": {"content": "te"}}, {}]}, XT),
    "an index in words": events({"choices": [{"index": "0", "delta": {"content": "te"}}]}, XT),
    "a whole answer behind another": lines({"choices": other(1)["choices"] + message("text")["choices"]}),
    "comments": b": keep-alive\n\n" + events(TE) + b": keep-alive\n\n" + events(XT),
    "comments between lines": PING + events(TE, end="\n") + PING + events(XT, end="\n"),
    "a byte order mark": b"\xef\xbb\xbf" + events(TE, XT),
    "a byte order mark before lines of JSON": b"\xef\xbb\xbf" + lines(TE, XT),
    "a good status in each piece": events(*({**p, "base_resp": {"status_code": 0}} for p in (TE, XT))),
    "odd usage within the choice": events(
        TE, {"choices": [{**XT["choices"][0], "usage": {"total_tokens": 1}}]}
    ),
}
BAD: dict[str, tuple[type[errors.ModelError], bytes]] = {
    "content endlessly nested": (errors.NotChatCompletions, events(piece({"content": ENDLESS}))),
    "an event called error": (errors.StreamFailed, events(TE) + b"event: error\ndata: oops\n\n"),
    "an event that says which": (errors.Unauthorized, NATIVE),
    "a field called error": (errors.EndpointFailed, events(TE) + b'error: {"code":500,"message":"oops"}\n\n'),
    "a bare line in the stream": (errors.StreamFailed, events(TE) + b'{"detail":"oops"}\n'),
    "a list of details": (errors.StreamFailed, events({"detail": [{"loc": ["body", "x"], "msg": "oops"}]})),
    "within a choice": (errors.EndpointFailed, events({"choices": [FAILED]})),
    "beside an empty choice": (
        errors.EndpointFailed,
        events(TE, {**piece({}, "error"), **FAILED}),
    ),
    "after a line of JSON": (errors.RateLimited, lines(TE, BUSY)),
    "on many lines": (errors.StreamFailed, json.dumps({"detail": "oops"}, indent=1).encode()),
    "a list of errors": (errors.StreamFailed, lines({"errors": [{"message": "oops"}]})),
    "no success": (errors.StreamFailed, lines({"success": False, "code": 1, "msg": "oops"})),
    "native": (errors.ContentFiltered, lines({"code": "DataInspectionFailed", "message": "oops"})),
    "cut lines of JSON": (errors.StreamCut, lines(TE, piece({"content": "xt"}))),
    "cut events": (errors.StreamCut, events(TE, end="\n")),
    "only names of events": (errors.StreamCut, b"event: ping\n\n"),
}


def ask(body: bytes, cut_bytes: int) -> str:
    with ScriptedChat(garbage(body, cut_bytes=cut_bytes)) as chat:
        return run(chat.gateway().ask(PROMPT, settings()))


@pytest.mark.parametrize("cut_bytes", [7, 100_000])
@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD.keys())
def test_an_answer_is_read_in_whatever_shape_it_comes(body: bytes, cut_bytes: int) -> None:
    assert ask(body, cut_bytes) == "text"


@pytest.mark.parametrize("cut_bytes", [7, 100_000])
@pytest.mark.parametrize(("kind", "body"), BAD.values(), ids=BAD.keys())
def test_an_error_is_told_in_whatever_shape_it_comes(
    kind: type[errors.ModelError], body: bytes, cut_bytes: int
) -> None:
    with pytest.raises(errors.ModelError) as caught:
        ask(body, cut_bytes)
    assert type(caught.value) is kind, str(caught.value)
    assert (b"oops" in body) == ('"oops"' in str(caught.value) or ': oops"' in str(caught.value))


def test_what_is_no_text_in_an_answer_is_marked() -> None:
    body = events(piece({"content": "a\0\ud83d"}), piece({"content": "\ude00\ud800"}, "stop"))
    assert ask(body, 7) == "a\ufffd\U0001f600\ufffd"
    assert ask(events(piece({"content": "a!"}, "stop")).replace(b"a!", b"\xff!"), 7) == "\ufffd!"


def test_usage_is_found_within_the_choice_too() -> None:
    counted = {"prompt_tokens": 11, "completion_tokens": 7}
    gateway = ScriptedChat(
        garbage(events(TE, {"choices": [{**XT["choices"][0], "usage": counted}]}))
    ).gateway()
    assert run(gateway.ask(PROMPT, settings())) == "text"
    assert gateway.ledger.total() == Usage(11, 7)


@pytest.mark.parametrize(
    ("details", "usage"),
    [
        ({"cached_tokens": 4}, Usage(11, 7, 4)),
        ({"cached_tokens": 4, "cache_type": "ephemeral"}, Usage(11, 7, 4, explicit_tokens=4)),
        (
            {"cached_tokens": 4, "cache_type": "ephemeral", "cache_creation_input_tokens": 5},
            Usage(11, 7, 4, explicit_tokens=4, created_tokens=5),
        ),
        (
            {"cached_tokens": 0, "cache_creation": {"ephemeral_5m_input_tokens": 5}},
            Usage(11, 7, created_tokens=5),
        ),
        (
            {"cached_tokens": 9, "cache_creation_input_tokens": 9},
            Usage(11, 7, 9, explicit_tokens=9, created_tokens=2),
        ),
        ({"cached_tokens": "4", "cache_creation": [5], "cache_creation_input_tokens": -1}, Usage(11, 7)),
        ([], Usage(11, 7)),
    ],
)
def test_what_the_prompt_caches_found_and_kept_is_counted(details: object, usage: Usage) -> None:
    counted = {"prompt_tokens": 11, "completion_tokens": 7, "prompt_tokens_details": details}
    gateway = ScriptedChat(
        garbage(events(TE, {"choices": [{**XT["choices"][0], "usage": counted}]}))
    ).gateway()
    assert run(gateway.ask(PROMPT, settings())) == "text"
    assert gateway.ledger.total() == usage
