"""Images beside the text of a message: sent whole, and nowhere else; refused with a sentence that says so."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from pt_lsp import errors
from pt_lsp.llm.billing.beginnings import Place, cut
from pt_lsp.llm.endpoint import find_endpoint
from pt_lsp.llm.gateway import Gateway, Image, Ledger, Message, Prompt
from pt_lsp.llm.refusals.adaptation import CACHE_CONTROL, Adaptation
from pt_lsp.llm.request import build_request
from pt_lsp.privacy.secrets import Redactor
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.settings.options import PrivacySettings
from tests.support.chat_api import images_of
from tests.support.image_bytes import gif, jpeg, png
from tests.support.running import run
from tests.support.scripted_chat import ScriptedChat, reply, respond, settings, status

SHOT = Image.of("shot.png", "image/png", 60, 30, png())
PAGE = Image.of("page.jpg", "image/jpeg", 2_000, 1_000, jpeg())
PROMPT = Prompt(
    (Message("system", "Be brief."), Message("user", "as in the image", (SHOT, PAGE))),
    "edit",
    50,
    0.2,
    language_id="python",
)
LOCAL = EndpointSettings(base_url="http://localhost/v1")


def asked(chat: ScriptedChat, prompt: Prompt = PROMPT, ledger: Ledger | None = None) -> Gateway:
    gateway = chat.gateway(ledger)
    run(gateway.ask(prompt, settings()))
    return gateway


def test_images_are_sent_whole_behind_the_text_of_their_message() -> None:
    with ScriptedChat("yes") as chat:
        asked(chat)
    system, user = chat.requests[0]["messages"]
    assert system == {"role": "system", "content": "Be brief."}
    assert [part["type"] for part in user["content"]] == ["text", "image_url", "image_url"]
    assert user["content"][0]["text"] == "as in the image"
    assert images_of(user) == [png(), jpeg()]


def test_a_text_that_holds_what_stands_for_an_image_stays_as_it_is() -> None:
    read_again = Image.of("shot.png", "image/png", 60, 30, png())
    assert read_again == SHOT
    words = f"{read_again.stand_in} data:image/png;base64,{read_again.stand_in}"
    with ScriptedChat("yes") as chat:
        asked(chat, replace(PROMPT, messages=(Message("user", words, (SHOT,)),)))
    (message,) = chat.requests[0]["messages"]
    assert message["content"][0]["text"] == words
    assert images_of(message) == [png()]


def test_secrets_of_a_message_are_replaced_and_its_images_stay() -> None:
    key = "AKIAIOSFODNN7EXAMPLQ"
    with ScriptedChat("yes") as chat:
        prompt = replace(PROMPT, messages=(Message("user", f'aws_key = "{key}"', (SHOT,)),))
        asked(chat, prompt)
    (message,) = chat.requests[0]["messages"]
    assert key not in str(message)
    assert images_of(message) == [png()]


def test_neither_log_nor_what_is_remembered_holds_the_data(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    logging = replace(settings(), privacy=PrivacySettings(log_prompts=True))
    with ScriptedChat("yes") as chat:
        gateway = chat.gateway()
        run(gateway.ask(PROMPT, logging))
    assert "as in the image" in caplog.text
    assert "data:image/png;base64,[image " in caplog.text
    assert "iVBORw0KGgo" not in caplog.text
    sent = gateway.last_sent
    assert sent is not None
    assert [(image.name, image.data) for image in sent.prompt.images] == [
        ("shot.png", b""),
        ("page.jpg", b""),
    ]
    assert "PNG" not in repr(PROMPT)


def test_an_image_counts_by_its_pixels_up_to_a_bound() -> None:
    assert SHOT.n_tokens == 3 * 2
    assert PAGE.n_tokens == 1_280
    assert replace(SHOT, width=1, height=1).n_tokens == 1


def test_where_no_usage_is_reported_images_count_and_where_it_is_they_teach_nothing() -> None:
    ledger = Ledger()
    with ScriptedChat("yes", reply("yes", usage={"prompt_tokens": 9_000, "completion_tokens": 1})) as chat:
        gateway = asked(chat, ledger=ledger)
        assert gateway.last_sent is not None
        assert gateway.last_sent.usage is not None
        assert gateway.last_sent.usage.prompt_tokens >= 1_286
        long = replace(PROMPT, messages=(Message("user", "word " * 400, (PAGE,)),))
        for _ in range(3):
            chat.add(reply("yes", usage={"prompt_tokens": 9_000, "completion_tokens": 1}))
            run(gateway.ask(long, settings()))
        chat.add()
        run(gateway.ask(replace(long, messages=(Message("user", "x"),)), settings()))
    assert gateway.calibration.characters_per_token("python") == 3


def test_what_follows_an_image_is_another_beginning_for_another_image() -> None:
    def pieces(image: Image) -> set[int]:
        messages = (
            Message("user", "word\n\n" * 200, (image,)),
            Message("assistant", "answer\n\n" * 200),
            Message("user", "go on"),
        )
        return {piece.beginning for piece in cut(messages).pieces}

    same, other = pieces(replace(SHOT)), pieces(Image.of("shot.png", "image/png", 60, 30, gif()))
    assert pieces(SHOT) == same
    before = {piece.beginning for piece in cut((Message("user", "word\n\n" * 200),)).pieces}
    assert pieces(SHOT) & other == before


def test_marks_for_a_cache_stand_in_the_text_and_go_without_the_images() -> None:
    request = build_request(PROMPT, LOCAL, find_endpoint(LOCAL), None)
    marked = request.with_marks([Place(1, 5), Place(1, 15)])
    content = json.loads(marked.body)["messages"][1]["content"]
    assert [part.get("text", "") for part in content] == ["as in", " the image", "", ""]
    assert [CACHE_CONTROL in part for part in content] == [True, True, False, False]
    plain = json.loads(marked.body_as(Adaptation(without=frozenset({CACHE_CONTROL}))))
    assert plain == json.loads(request.body)


def openai(message: str, code: object = "invalid_request_error") -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


REFUSALS: list[tuple[int, object]] = [
    (400, openai("Invalid content type. image_url is only supported by certain models.")),
    (400, openai("qwen3-coder is not a multimodal model")),
    (400, openai("At most 0 image(s) may be provided in one prompt.")),
    (400, openai("You uploaded an unsupported image.", "invalid_image_format")),
    (400, openai("Failed to deserialize the JSON body into the target type: messages[1]: unknown variant "
                 "`image_url`, expected `text` at line 1 column 99")),
    (400, openai("'messages.1' : for 'role:user' the following must be satisfied[('messages.1.content' : "
                 "value must be a string)]")),
    (422, {"detail": [{"type": "string_type", "loc": ["body", "messages", 1, "content"],
                       "msg": "Input should be a valid string"}]}),
    (404, openai("No endpoints found that support image input", 404)),
    (500, openai("image input is not supported - hint: you may need to provide the mmproj", 500)),
    (400, {"code": "InvalidParameter", "message": "Exceeded limit on max bytes per data-uri item : 10485"}),
    (413, b"<html>413 Request Entity Too Large</html>"),
    (413, {"error": {"message": "Request body too large"}}),
    (413, openai("The request is too large: at most 1000000 bytes are read", "request_too_large")),
    (400, openai("Request too large: it must be at most 20 MB", "request_too_large")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "answer"), REFUSALS)
def test_an_endpoint_that_takes_no_images_is_told_of_as_that(code: int, answer: object) -> None:
    body = answer if isinstance(answer, bytes) else json.dumps(answer)
    with ScriptedChat(forever=status(code, body)) as chat:
        gateway = chat.gateway()
        with pytest.raises(errors.ImagesRefused, match=r"does not take the images.*turn endpoint.images off"):
            run(gateway.ask(PROMPT, settings()))
        fitted = gateway.limits.fitted(settings(), "edit", 100)
        assert fitted.context.budget_tokens == settings().context.budget_tokens
        assert gateway.hold(settings()) is None
        plain = replace(PROMPT, messages=(Message("user", "no image"),))
        with pytest.raises(errors.ModelError) as caught:
            run(gateway.ask(plain, settings()))
    assert not isinstance(caught.value, errors.ImagesRefused)


@pytest.mark.parametrize(
    ("code", "answer", "kind"),
    [
        (401, openai("Incorrect API key for the image model", "invalid_api_key"), errors.Unauthorized),
        (429, openai("Rate limit reached for images per minute", "rate_limit_exceeded"), errors.RateLimited),
        (400, openai("Input image may contain inappropriate content.", "data_inspection_failed"),
         errors.ContentFiltered),
        (404, openai("The model `vision-9` does not exist", "model_not_found"), errors.UnknownModel),
        (400, openai("This model's maximum context length is 8192 tokens, however you requested 9000 tokens "
                     "with your images.", "context_length_exceeded"), errors.PromptTooLong),
        (400, openai("The seed is out of luck"), errors.InvalidRequest),
    ],
)  # fmt: skip
def test_another_refusal_of_a_request_with_images_stays_what_it_is(
    code: int, answer: object, kind: type[errors.ModelError]
) -> None:
    with ScriptedChat(forever=status(code, json.dumps(answer))) as chat, pytest.raises(kind) as caught:
        run(chat.gateway().ask(PROMPT, settings()))
    assert type(caught.value) is kind


def test_no_sentence_quotes_the_data_of_an_image() -> None:
    def choose(request: Any) -> Any:
        url = request["messages"][1]["content"][1]["image_url"]["url"]
        return status(400, json.dumps(openai(f"cannot read image {url} or {url[30:]}")))

    big = replace(PROMPT.messages[1], images=(replace(SHOT, data=png(n_more=500)),))
    with ScriptedChat(forever=respond(choose)) as chat, pytest.raises(errors.ImagesRefused) as caught:
        run(chat.gateway().ask(replace(PROMPT, messages=(PROMPT.messages[0], big)), settings()))
    assert 'saying "cannot read …"' in str(caught.value)
    assert "AAAA" not in str(caught.value)
    assert "iVBOR" not in str(caught.value)


def test_redacting_in_a_thread_keeps_images_too() -> None:
    async def scenario() -> None:
        prompt = replace(PROMPT, messages=(Message("user", "word " * 9_000, (SHOT,)),))
        gateway = Gateway(Ledger(), lambda _: asyncio.sleep(0), redactor=Redactor())
        redacted = await gateway.redactor.redact(prompt)
        assert redacted.prompt.images == (SHOT,)

    run(scenario())
