"""Endpoints that refuse a field of ours are asked once more without it, and only then."""

import json
from dataclasses import replace
from typing import Any

import pytest

from pt_lsp import errors
from pt_lsp.llm.gateway import Gateway, Message, Prompt
from pt_lsp.settings.options import Settings
from tests.support.chat_steps import Request, Step
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, garbage, reply, respond, settings, status

PROMPT = Prompt((Message("user", "hi"),), "edit", 9000, 0.2, stop=("x", "y"))
EXTRAS = {
    *("stream_options", "partial", "continue_final_message", "add_generation_prompt"),
    *("max_completion_tokens", "max_output_tokens", "enable_thinking", "chat_template_kwargs"),
    "enable_search",
}
CONTINUED = replace(PROMPT, messages=(*PROMPT.messages, Message("assistant", "a")), continues_assistant=True)


def openai(message: str, param: str | None = None, code: object = None) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": param, "code": code}}


REFUSALS: list[tuple[set[str], object]] = [
    ({"temperature"}, openai("Unsupported value: 'temperature' does not support 0.2 with this model. "
                             "Only the default (1) value is supported.", "temperature", "unsupported_value")),
    ({"temperature"}, openai("temperature does not support 0.2, only the default (1)")),
    ({"temperature"}, openai("`temperature` is deprecated for this model.")),
    ({"temperature", "top_p"}, openai("`temperature` and `top_p` cannot both be specified for this model.")),
    ({"top_p"}, openai("Range of top_p should be (0.0, 0.8]", None, "invalid_parameter_error")),
    ({"top_p"}, {"code": "InvalidParameter", "message": "Range of top_p should be (0.0, 0.8]"}),
    ({"stop"}, openai("Unrecognized request argument supplied: stop")),
    ({"stop"}, openai("Invalid 'stop': array too long. Expected an array with maximum length 1.", "stop")),
    ({"stop"}, {"detail": [{"type": "too_long", "loc": ["body", "stop", 0], "msg": "At most 1 item"}]}),
    ({"stop"}, {"detail": "too many stop sequences"}),
    ({"stop"}, {"message": "unknown field `stop`, expected one of `model`, `temperature`, `top_p`"}),
    ({"stop", "temperature"}, openai("litellm.UnsupportedParamsError: openai does not support parameters: "
                                     "['stop', 'temperature'], for model=o1", None, "400")),
    ({"stop", "top_p"}, {"detail": [{"loc": ["body", name], "msg": "Extra inputs are not permitted"}
                                    for name in ("stop", "top_p")]}),
    ({"max_tokens"}, {"object": "error", "type": "BadRequestError", "code": 400, "param": None,
                      "message": "[{'type': 'extra_forbidden', 'loc': ('body', 'max_tokens'), "
                                 "'msg': 'Extra inputs are not permitted', 'input': 9000}]"}),
    ({"max_tokens"}, openai("Unsupported parameter: 'max_tokens'.", "max_tokens", "unsupported_parameter")),
    ({"max_tokens"}, openai("maxTokens: property is not allowed")),
    ({"stream_options"}, openai("Unknown: 'stream_options.include_usage'.", "stream_options.include_usage")),
    ({"stream_options"}, b"Unsupported field: stream_options"),
    ({"seed"}, openai("Unsupported parameter: 'seed' is not supported with this model.", "seed")),
    ({"seed"}, {"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}),
    ({"enable_search"}, openai("Unrecognized request argument supplied: enable_search")),
    ({"enable_search"}, openai("Web search is not supported by this model.", None, "invalid_value")),
    ({"enable_search"}, {"code": "InvalidParameter", "message": "The model does not support search."}),
]  # fmt: skip


def refusing(chosen: set[str], answer: object, code: int = 400) -> Step:
    """An endpoint that answers so as long as one of the fields is there."""

    def choose(request: Request) -> str | Step:
        body = answer if isinstance(answer, bytes) else json.dumps(answer)
        return status(code, body) if chosen & fields_of(request) else "text"

    return respond(choose)


def fields_of(request: Request) -> set[str]:
    return {*request.body, *(name for message in request["messages"] for name in message)}


def ask(gateway: Gateway, prompt: Prompt = PROMPT, **endpoint: Any) -> str:
    return run(gateway.ask(prompt, sending(**endpoint)))


def sending(**endpoint: Any) -> Settings:
    own: dict[str, Any] = {"profile": "openai", "top_p": 0.9, "seed": 7}
    return settings(**(own | endpoint))


@pytest.mark.parametrize("code", [400, 422])
@pytest.mark.parametrize(("chosen", "answer"), REFUSALS)
def test_a_refused_field_is_left_out_at_once_and_from_then_on(
    chosen: set[str], answer: object, code: int
) -> None:
    chat = ScriptedChat(forever=refusing(chosen, answer, code), extras=EXTRAS)
    gateway = chat.gateway()
    assert ask(gateway, search=True) == "text"
    assert len(chat.requests) == 2
    first, second = (fields_of(request) for request in chat.requests)
    assert second == first - chosen
    assert ask(gateway, search=True) == "text"
    assert len(chat.requests) == 3
    assert ask(gateway, search=True, model="another") == "text"
    assert len(chat.requests) == 5
    chat.check()


@pytest.mark.parametrize(
    "words",
    [
        "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
        "Unknown parameter: 'max_tokens'. Did you mean 'max_completion_tokens'?",
        "Please use max_completion_tokens instead of max_tokens, which is not supported",
    ],
)
def test_the_limit_of_tokens_takes_the_name_that_the_endpoint_tells(words: str) -> None:
    chat = ScriptedChat(forever=refusing({"max_tokens"}, openai(words)), extras=EXTRAS)
    gateway = chat.gateway()
    assert [ask(gateway), ask(gateway)] == ["text", "text"]
    assert [request.body.get("max_completion_tokens") for request in chat.requests] == [None, 9000, 9000]
    assert "max_tokens" not in chat.requests[1].body


@pytest.mark.parametrize(
    "words",
    [
        "Range of max_tokens should be [1, 8192]",
        "max_tokens is too large: 9000. This model supports at most 8192 completion tokens.",
        "max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens",
        "max_new_tokens must be <= 8192. Given: 9000",
    ],
)
def test_a_limit_that_is_too_high_is_lowered_and_lower_ones_stay(words: str) -> None:
    def choose(request: Request) -> str | Step:
        return status(400, openai(words)) if request["max_tokens"] > 8192 else "text"

    chat = ScriptedChat(forever=respond(choose))
    gateway = chat.gateway()
    assert [ask(gateway, profile="powertokens") for _ in range(2)] == ["text", "text"]
    ask(gateway, replace(PROMPT, max_tokens=64), profile="powertokens")
    assert [request["max_tokens"] for request in chat.requests] == [9000, 8192, 8192, 64]


def test_a_limit_that_does_not_fit_beside_one_prompt_is_left_out_for_this_one_only() -> None:
    words = (
        "'max_tokens' or 'max_completion_tokens' is too large: 9000. This model's maximum context length is "
        "16000 tokens and your request has 8000 input tokens (9000 > 16000 - 8000)."
    )
    chat = ScriptedChat(status(400, openai(words)), "text", "text")
    gateway = chat.gateway()
    assert [ask(gateway, profile="powertokens") for _ in range(2)] == ["text", "text"]
    assert [request.body.get("max_tokens") for request in chat.requests] == [9000, None, 9000]


@pytest.mark.parametrize(
    ("profile", "chosen", "answer"),
    [
        ("dashscope", {"partial"}, openai("Unrecognized field 'messages[1].partial'", "messages[1].partial")),
        ("dashscope", {"partial"}, {"detail": [{"loc": ["body", "messages", 1, "partial"], "msg": "Extra"}]}),
        (
            "vllm",
            {"continue_final_message", "add_generation_prompt"},
            openai("continue_final_message is not supported"),
        ),
        ("dashscope", {"enable_thinking"}, openai("Unrecognized request argument supplied: enable_thinking")),
        ("vllm", {"chat_template_kwargs"}, openai("the template does not support enable_thinking")),
    ],
)
def test_what_only_some_profiles_send_can_be_refused_too(
    profile: str, chosen: set[str], answer: object
) -> None:
    chat = ScriptedChat(forever=refusing(chosen, answer), extras=EXTRAS)
    assert ask(chat.gateway(), CONTINUED, profile=profile) == "text"
    assert fields_of(chat.requests[1]) == fields_of(chat.requests[0]) - chosen


def test_a_field_refused_within_a_good_status_is_left_out_too() -> None:
    refusal = json.dumps(openai("Unknown parameter: 'stop'.", "stop", 400)).encode()
    for body in (refusal, b"data: " + refusal + b"\n\n"):
        chat = ScriptedChat(garbage(body), "text", extras=EXTRAS)
        assert ask(chat.gateway()) == "text"
        assert "stop" not in chat.requests[1].body
        chat.check()


def test_several_fields_are_refused_one_after_the_other() -> None:
    def choose(request: Request) -> str | Step:
        wrong = [name for name in ("stop", "temperature", "top_p", "stream_options") if name in request.body]
        return status(400, openai(f"Unknown parameter: '{wrong[0]}'.", wrong[0])) if wrong else "text"

    chat = ScriptedChat(forever=respond(choose), extras=EXTRAS)
    assert ask(chat.gateway()) == "text"
    assert len(chat.requests) == 5


def test_an_endpoint_that_refuses_without_end_is_asked_five_times_at_most() -> None:
    def choose(request: Request) -> Step:
        name = next(iter(sorted(request.body.keys() - {"model", "messages", "stream"})), "stream")
        return status(400, openai(f"Unknown parameter: '{name}'."))

    chat = ScriptedChat(forever=respond(choose), extras=EXTRAS)
    with pytest.raises(errors.InvalidRequest):
        ask(chat.gateway())
    assert len(chat.requests) <= 5


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (400, openai("Unknown parameter: 'model'.", "model")),
        (400, openai("Unknown parameter: 'messages'.", "messages")),
        (400, openai("Unsupported parameter: 'stream'.", "stream")),
        (400, openai("Unknown parameter: 'tools'.", "tools")),
        (400, openai("The request is malformed.")),
        (400, openai("temperature is too high, and the key is wrong", None, "invalid_api_key")),
        (401, openai("Unknown parameter: 'stop'.", "stop")),
        (429, openai("Unknown parameter: 'stop'.", "stop")),
        (400, openai("Input length exceeds what the model takes.")),
        (400, b""),
        (400, b"<html>temperature is not supported</html>"),
    ],
)
def test_a_refusal_of_anything_else_is_told_at_once(code: int, answer: object) -> None:
    body = answer if isinstance(answer, bytes) else json.dumps(answer)
    refused = status(code, body)
    chat = ScriptedChat(*[refused] * (3 if code == 429 else 1), extras=EXTRAS)
    with chat, pytest.raises(errors.ModelError):
        ask(chat.gateway())


def test_what_was_no_help_is_not_remembered() -> None:
    chat = ScriptedChat(forever=status(400, openai("stop must be a text")), extras=EXTRAS)
    gateway = chat.gateway()
    for _ in range(2):
        with pytest.raises(errors.InvalidRequest):
            ask(gateway)
    assert ["stop" in request.body for request in chat.requests] == [True, False, True, False]


def test_a_probe_sends_what_it_asks_about_and_nothing_else_that_is_refused() -> None:
    stop = status(400, openai("Invalid 'stop': array too long.", "stop"))
    temperature = status(400, openai("temperature is not supported", "temperature"))
    chat = ScriptedChat(temperature, stop, stop, extras=EXTRAS)
    gateway = chat.gateway()
    for _ in range(2):
        with pytest.raises(errors.InvalidRequest):
            ask(gateway, replace(PROMPT, purpose="probe"))
    assert ["temperature" in request.body for request in chat.requests] == [True, False, False]
    chat.add(reply("text"))
    assert ask(gateway) == "text"
    assert "stop" in chat.requests[-1].body
