"""What an endpoint says of its models is read in whatever shape, and nothing it says does harm."""

import gzip
import json
from typing import Any

import httpx
import pytest

from pt_lsp import errors
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, RetryPolicy
from pt_lsp.llm.models import asking
from pt_lsp.llm.models.reading import MOST_MODELS, named, nearest, read_models
from pt_lsp.settings.options import Settings
from pt_lsp.settings.tables import Header, Headers
from pt_lsp.store.credentials import Key
from tests.support.chat_steps import Request, Sink, model_list
from tests.support.running import run
from tests.support.scripted_chat import (
    MARKED_KEY,
    ScriptedChat,
    Step,
    disconnect,
    garbage,
    hang,
    no_wait,
    respond,
    settings,
    some_key,
    status,
)

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)
LISTED = ("glm-5", "qwen3.7-plus", "deepseek-v3-2", "qwen3-coder-flash")


@pytest.mark.parametrize(
    ("value", "models"),
    [
        ({"object": "list", "data": [{"id": "a"}, {"id": "b/c"}]}, ("a", "b/c")),
        ({"models": [{"name": "a", "model": "b"}, {"model": "c"}]}, ("a", "c")),
        ({"data": None, "models": ["a"]}, ("a",)),
        ([{"id": "a"}, "b", "a"], ("a", "b")),
        (
            {"data": [{"id": "a\n"}, {"id": ""}, {"id": 3}, {"id": ["x"]}, None, 7, "x" * 300, "a\0", "ok"]},
            ("ok",),
        ),
        ({"data": {"id": "a"}}, ()),
        ({"error": "no"}, ()),
        ("a", ()),
        (None, ()),
    ],
)
def test_a_list_is_read_in_whatever_shape_and_what_is_no_name_is_left_out(
    value: Any, models: tuple[str, ...]
) -> None:
    assert read_models(json.dumps(value).encode()) == models


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b'{"data": [{"id": "a"', b"nul"]
)
def test_what_is_no_list_names_no_model(body: bytes) -> None:
    assert read_models(body) == ()


def test_a_list_without_end_is_cut() -> None:
    assert len(read_models(json.dumps([f"m{n}" for n in range(5000)]).encode())) == MOST_MODELS


def test_the_nearest_come_first_and_only_a_few_are_named() -> None:
    assert nearest("qwen3-coder-plus", LISTED)[:2] == ["qwen3-coder-flash", "qwen3.7-plus"]
    assert named("qwen3-coder-plus", LISTED[:2]) == "qwen3.7-plus and glm-5"
    assert named("x", ["a"]) == "a"
    assert named("x", [f"m{n}" for n in range(9)]) == "m0, m1, m2, m3, m4 and 4 more"
    assert named("x", ["m" * 81, "a"]) == "a and 1 more"


def gateway_to(chat: ScriptedChat) -> Gateway:
    return Gateway(
        Ledger(), some_key, retry_policy=RetryPolicy(sleep=no_wait), make_transport=lambda: chat.transport
    )


def test_the_question_carries_key_and_headers_of_one_s_own() -> None:
    chat = ScriptedChat(models=LISTED)
    own = Headers((Header("X-Key", "mine"), Header("USER-AGENT", "me")))
    found = run(gateway_to(chat).models.ask(settings("https://models.example/v1/", headers=own)))
    assert found == LISTED
    (asked,) = chat.listings
    assert asked.path == "/v1/models"
    assert asked.headers["authorization"] == f"Bearer {MARKED_KEY}"
    assert (asked.headers["x-key"], asked.headers["user-agent"]) == ("mine", "me")


def test_a_key_that_is_good_no_more_is_searched_anew() -> None:
    keys = [Key("pt-live-FIRST-01234567"), Key("pt-live-SECOND-7654321")]

    async def next_key(_settings: Settings) -> Key:
        return keys.pop(0) if len(keys) > 1 else keys[0]

    def answer(request: Request) -> Step:
        is_good = request.headers["authorization"].endswith("SECOND-7654321")
        return model_list(LISTED) if is_good else status(401)

    chat = ScriptedChat(models=respond(answer))
    gateway = Gateway(Ledger(), next_key, make_transport=lambda: chat.transport)
    assert run(gateway.models.ask(settings("https://models.example/v1"))) == LISTED
    with pytest.raises(errors.Unauthorized):
        run(gateway_to(ScriptedChat(models=status(401))).models.ask(settings()))


@pytest.mark.parametrize("step", [*map(status, (400, 403, 404, 405)), garbage(b"<html>"), garbage(b"")])
def test_an_endpoint_that_serves_no_list_names_no_model(step: Step) -> None:
    assert run(gateway_to(ScriptedChat(models=step)).models.ask(settings())) == ()


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (status(401), errors.Unauthorized),
        (status(429), errors.RateLimited),
        (status(503), errors.EndpointFailed),
        (status(302), errors.NotChatCompletions),
        (disconnect(), errors.EndpointUnreachable),
        (disconnect(after_bytes=20), errors.ModelError),
    ],
)
def test_a_failure_that_says_something_of_key_or_endpoint_is_told(
    step: Step, kind: type[errors.ModelError]
) -> None:
    with pytest.raises(kind):
        run(gateway_to(ScriptedChat(models=step)).models.ask(settings()))


def endless() -> Step:
    async def play(_request: Request, sink: Sink) -> None:
        await sink.start(200, {})
        while True:
            await sink.write(b'{"id": "m"},' * 10_000)

    return Step("endless", play)


def test_a_list_that_a_proxy_compresses_is_read_too() -> None:
    packed = gzip.compress(json.dumps({"data": [{"id": "m"}]}).encode())
    step = status(200, packed, headers={"content-encoding": "gzip"})
    assert run(gateway_to(ScriptedChat(models=step)).models.ask(settings())) == ("m",)


def test_a_body_without_end_is_left_unread() -> None:
    async def scenario() -> None:
        chat = ScriptedChat(models=endless())
        async with chat.serve() as url:
            gateway = Gateway(Ledger(), some_key)
            assert await gateway.models.ask(settings(url)) == ()
            await chat.until(lambda: chat.n_connections == 0)
            await gateway.aclose()

    run(scenario())


def test_an_endpoint_that_says_nothing_is_waited_for_so_long_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.05)
    with pytest.raises(errors.EndpointTimeout):
        run(gateway_to(ScriptedChat(models=hang())).models.ask(settings()))


def test_the_first_failure_for_want_of_the_model_names_what_there_is_and_later_ones_ask_no_more() -> None:
    chat = ScriptedChat(status(404), status(404), models=LISTED)
    gateway = gateway_to(chat)
    for _ in range(2):
        with pytest.raises(
            errors.UnknownModel, match=r"can use qwen3-coder-flash, qwen3\.7-plus, "
        ) as caught:
            run(gateway.ask(PROMPT, settings()))
        assert "`pt-lsp doctor --use MODEL`" in str(caught.value)
    assert len(chat.listings) == 1


def test_a_model_that_the_key_may_not_use_is_told_with_those_that_it_may() -> None:
    chat = ScriptedChat(status(403), models=LISTED)
    words = "does not let this key use qwen3-coder-plus: this key can use qwen3-coder-flash"
    with pytest.raises(errors.Forbidden, match=words):
        run(gateway_to(chat).ask(PROMPT, settings()))


def test_a_failure_within_the_stream_is_told_with_the_models_too() -> None:
    body = {"error": {"code": "model_not_found", "message": "no such model"}}
    chat = ScriptedChat(garbage(f"data: {json.dumps(body)}\n\n".encode()), models=LISTED)
    with pytest.raises(errors.UnknownModel, match="can use qwen3-coder-flash"):
        run(gateway_to(chat).ask(PROMPT, settings()))


@pytest.mark.parametrize("models", [(), ("a", "qwen3-coder-plus"), status(500), garbage(b"\0")])
def test_where_no_list_helps_the_failure_is_as_it_was(models: Any) -> None:
    chat = ScriptedChat(status(404), status(404), models=models)
    gateway = gateway_to(chat)
    for _ in range(2):
        with pytest.raises(errors.UnknownModel, match=r"endpoint\.baseUrl"):
            run(gateway.ask(PROMPT, settings()))
    assert len(chat.listings) == 1


def test_a_key_that_an_endpoint_lists_as_a_model_is_left_out() -> None:
    assert run(gateway_to(ScriptedChat(models=("a", MARKED_KEY))).models.ask(settings())) == ("a",)


def test_httpx_spells_headers_in_one_case() -> None:
    """What lets a header of one's own replace ours, however it is written."""
    headers = httpx.Headers({"User-Agent": "a"})
    headers.update({"USER-agent": "b"})
    assert headers.get_list("user-agent") == ["b"]
