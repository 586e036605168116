import json
from dataclasses import replace
from typing import Any, get_args

import pytest

from pt_lsp.errors import InvalidRequest
from pt_lsp.llm.endpoint import find_endpoint
from pt_lsp.llm.extras import extras_for
from pt_lsp.llm.prompt import Message, Prompt, Purpose
from pt_lsp.llm.request import build_body, build_request
from pt_lsp.settings.endpoint_settings import MOST_SEED, EndpointSettings, Profile
from pt_lsp.settings.tables import ExtraBody, Header, Headers

PROMPT = Prompt((Message("system", "be brief"), Message("user", "hi")), "edit", 50, 0.2)
UNFINISHED = Prompt(
    (Message("user", "hi"), Message("assistant", "def f(")), "edit", 5, 0, continues_assistant=True
)


def body(prompt: Prompt = PROMPT, profile: Profile = "powertokens") -> dict[str, Any]:
    return build_body(prompt, "qwen3-coder-plus", extras_for(EndpointSettings(profile=profile)))


def test_a_plain_prompt_is_sent_with_documented_fields_only() -> None:
    assert body() == {
        "model": "qwen3-coder-plus",
        "messages": [{"role": "system", "content": "be brief"}, {"role": "user", "content": "hi"}],
        "stream": True,
        "max_tokens": 50,
        "temperature": 0.2,
    }


def test_stops_are_sent_where_there_are_any() -> None:
    assert body(replace(PROMPT, stop=("a", "b")))["stop"] == ["a", "b"]


def test_json_is_asked_for_where_a_message_says_so() -> None:
    sent = body(replace(PROMPT, messages=(Message("user", "Answer in JSON."),), wants_json=True))
    assert sent["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"messages": ()}, "A request needs at least one message."),
        ({"temperature": 2.1}, "A temperature has to be between 0 and 2, not 2.1."),
        ({"temperature": float("nan")}, "A temperature has to be between 0 and 2, not nan."),
        ({"max_tokens": 0}, "max_tokens has to be at least 1, not 0."),
        ({"stop": ("a", "")}, "A stop string must not be empty."),
        ({"wants_json": True}, "A request for JSON needs the word JSON in one of its messages."),
        ({"stop": tuple("abcde")}, "At most 4 stop strings can be sent, not 5."),
    ],
)
def test_a_value_out_of_range_is_refused_before_it_is_sent(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidRequest, match=f"^{sentence}$".replace(".", r"\.")):
        body(replace(PROMPT, **change))


def test_a_probe_may_send_more_stops_to_find_the_limit() -> None:
    assert len(body(replace(PROMPT, purpose="probe", stop=tuple("abcde")))["stop"]) == 5


@pytest.mark.parametrize("profile", ["dashscope", "openai", "vllm", "llama.cpp"])
def test_profiles_known_to_report_usage_on_request_are_asked_for_it(profile: Profile) -> None:
    assert body(profile=profile)["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize(
    ("profile", "in_message", "in_body"),
    [
        ("dashscope", {"partial": True}, {}),
        ("vllm", {}, {"continue_final_message": True, "add_generation_prompt": False}),
        ("llama.cpp", {}, {}),
    ],
)
def test_an_unfinished_assistant_turn_is_marked_as_the_profile_wants(
    profile: Profile, in_message: dict[str, Any], in_body: dict[str, Any]
) -> None:
    sent = body(UNFINISHED, profile)
    assert sent["messages"][-1] == {"role": "assistant", "content": "def f("} | in_message
    assert {name: sent[name] for name in sent if name.endswith(("_message", "_prompt"))} == in_body


@pytest.mark.parametrize("profile", ["powertokens", "openai"])
def test_an_endpoint_that_continues_no_turn_is_not_asked_to(profile: Profile) -> None:
    with pytest.raises(InvalidRequest, match=r"completion\.fillMode"):
        body(UNFINISHED, profile)


@pytest.mark.parametrize("last", [Message("user", "x"), Message("assistant", "")])
def test_only_an_assistant_turn_with_text_can_be_continued(last: Message) -> None:
    with pytest.raises(InvalidRequest, match="Only an assistant message"):
        body(replace(UNFINISHED, messages=(last,)), "dashscope")


@pytest.mark.parametrize(
    ("base_url", "takes_extras"),
    [
        ("https://api.powertokens.ai/v1", False),
        ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", True),
        ("https://api.openai.com/v1", True),
        ("https://aliyuncs.com.example.org/v1", False),
        ("http://127.0.0.1:8080/v1", False),
        ("nonsense", False),
    ],
)
def test_auto_sends_extras_only_to_hosts_known_to_take_them(base_url: str, takes_extras: bool) -> None:
    assert extras_for(EndpointSettings(base_url=base_url)).reports_usage_on_request is takes_extras


def test_half_a_surrogate_pair_does_not_keep_a_request_from_being_sent() -> None:
    settings = EndpointSettings(base_url="http://localhost/v1")
    prompt = replace(PROMPT, messages=(Message("user", "é \ud83d"),))
    request = build_request(prompt, settings, find_endpoint(settings), None)
    assert json.loads(request.body)["messages"][0]["content"] == "é ?"


def sent(profile: Profile = "auto", prompt: Prompt = PROMPT, **own: Any) -> dict[str, Any]:
    settings = EndpointSettings(base_url="http://localhost/v1", profile=profile, **own)
    request = build_request(prompt, settings, find_endpoint(settings), None)
    decoded: dict[str, Any] = json.loads(request.body)
    assert {name: json.loads(value) for name, value in request.further} == {
        name: decoded[name] for name in decoded.keys() - body(profile="openai").keys()
    }
    return decoded


@pytest.mark.parametrize(
    ("profile", "switch"),
    [
        ("dashscope", {"enable_thinking": False}),
        ("vllm", {"chat_template_kwargs": {"enable_thinking": False}}),
        ("llama.cpp", {"chat_template_kwargs": {"enable_thinking": False}}),
        ("openai", {}),
        ("powertokens", {}),
        ("auto", {}),
    ],
)
def test_thinking_is_turned_off_where_the_profile_knows_how(profile: Profile, switch: dict[str, Any]) -> None:
    found = sent(profile)
    assert {
        name: found[name] for name in ("enable_thinking", "chat_template_kwargs") if name in found
    } == switch


def test_top_p_and_seed_of_the_user_s_go_with_every_request_and_are_told() -> None:
    for prompt in (PROMPT, replace(PROMPT, purpose="inline completion", is_automatic=True)):
        found = sent(top_p=0.5, seed=7, prompt=prompt)
        assert (found["top_p"], found["seed"]) == (0.5, 7)
    assert sent(top_p=0.0, seed=0).items() >= {"top_p": 0.0, "seed": 0}.items()
    assert not sent().keys() & {"top_p", "seed", "enable_search"}


def test_another_answer_to_the_same_question_has_another_seed_within_what_endpoints_take() -> None:
    seeds = [sent(seed=MOST_SEED - 1, prompt=replace(PROMPT, n_variant=n))["seed"] for n in range(3)]
    assert seeds == [MOST_SEED - 1, MOST_SEED, 0]
    assert "seed" not in sent(prompt=replace(PROMPT, n_variant=1))


@pytest.mark.parametrize("purpose", get_args(Purpose))
@pytest.mark.parametrize("is_automatic", [True, False])
def test_the_web_is_searched_for_asked_work_on_code_only(purpose: Purpose, is_automatic: bool) -> None:
    found = sent(search=True, prompt=replace(PROMPT, purpose=purpose, is_automatic=is_automatic))
    is_for_code = purpose in {"edit", "explain", "review"}
    assert found.get("enable_search", False) is (is_for_code and not is_automatic)


def test_fields_of_the_user_s_own_go_along_and_may_turn_thinking_on() -> None:
    own = ExtraBody.read({"enable_thinking": True, "thinking_budget": 100})
    assert sent("dashscope", extra_body=own)["enable_thinking"] is True
    assert sent(extra_body=own)["thinking_budget"] == 100
    arguments = ExtraBody.read({"chat_template_kwargs": {"enable_thinking": True, "a": 1}})
    assert sent("vllm", extra_body=arguments)["chat_template_kwargs"] == {"enable_thinking": True, "a": 1}
    others = ExtraBody.read({"chat_template_kwargs": {"a": 1}})
    assert sent("vllm", extra_body=others)["chat_template_kwargs"] == {"enable_thinking": False, "a": 1}
    odd = ExtraBody.read({"chat_template_kwargs": "x"})
    assert sent("vllm", extra_body=odd)["chat_template_kwargs"] == "x"


def test_headers_of_the_user_s_own_go_along_and_show_no_value() -> None:
    settings = EndpointSettings(
        base_url="http://localhost/v1", headers=Headers((Header("X-Key", "MARKED words"),))
    )
    request = build_request(PROMPT, settings, find_endpoint(settings), None)
    assert request.headers == {"X-Key": "MARKED words"}
    assert "MARKED" not in repr(request)
    quoted = request.failures.of_status(400, {}, b"a bad X-Key: MARKED and words", 0.0)
    assert "MARKED" not in str(quoted)
    assert "words" not in str(quoted)
