"""Builds the request for a prompt: documented fields, extras that a profile is known to take, the user's own.

Refuses to send what is out of range: an endpoint's own refusal would come late and say less.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, Any

from pt_lsp.errors import InvalidRequest
from pt_lsp.llm.billing.beginnings import Place
from pt_lsp.llm.billing.marking import MARK, mark
from pt_lsp.llm.endpoint import Endpoint, authorization
from pt_lsp.llm.extras import Extras, extras_for
from pt_lsp.llm.images import Image, with_data
from pt_lsp.llm.prompt import Prompt
from pt_lsp.llm.tools.fields import fields_of, turn_of
from pt_lsp.settings.endpoint_settings import MOST_SEED, EndpointSettings

if TYPE_CHECKING:
    # Loaded with what sends, to keep the start short.
    from pt_lsp.llm.failures import Failures
    from pt_lsp.llm.refusals.adaptation import Adaptation
    from pt_lsp.store.credentials import Key

MAX_STOPS = 4
"""What OpenAI-style servers take; the API's page names no limit."""
AUTOMATIC_S = 30.0
"""Nobody waits longer for what nobody asked for."""

_PROBED = frozenset(
    {"stop", "partial", "continue_final_message", "add_generation_prompt", "tools", "tool_choice"}
)

_SEARCHING = frozenset({"edit", "explain", "review"})
"""Purposes for which the endpoint may search."""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One request, ready to go out."""

    endpoint: Endpoint
    body: bytes
    """With a stand-in for the data of each image."""
    headers: Mapping[str, str] = field(repr=False)
    """That of the key, and those that the user has set."""
    further: tuple[tuple[str, str], ...]
    """Fields of the body beside those of the prompt: names, and values as JSON."""
    connect_timeout_s: float
    idle_timeout_s: float
    answer_timeout_s: float
    failures: "Failures"
    """What to say when it fails."""
    waits_for_busy: bool
    """Whether an endpoint that is busy or failing is asked again: what nobody asked for is stale by then."""
    keeps: frozenset[str] = frozenset()
    """Fields that are sent even where the endpoint refuses them: whether it does is what is asked."""
    bare_body: bytes | None = None
    """What goes out where the endpoint takes no tools; None: the body has none."""

    @property
    def offers_tools(self) -> bool:
        """Whether a call may come in the place of an answer."""
        return self.bare_body is not None

    images: tuple[Image, ...] = ()

    def body_as(self, adaptation: "Adaptation") -> bytes:
        """What goes out where the endpoint is known not to take all of it."""
        if adaptation.is_nothing:
            return self.body
        is_bare = self.bare_body is not None and "tools" in adaptation.without - self.keeps
        body = self.bare_body if is_bare and self.bare_body else self.body
        return _encoded(adaptation.applied_to(json.loads(body), self.keeps))

    def with_image_data(self, body: bytes) -> bytes:
        """`body` as it is sent; takes time where images are large."""
        return with_data(body, self.images)

    def with_marks(self, places: Sequence[Place]) -> "ChatRequest":
        """The same with marks for the provider's prompt cache."""
        if not places:
            return self
        bare = None if self.bare_body is None else _marked(self.bare_body, places)
        named = tuple((name, json.dumps(value)) for name, value in MARK.items())
        return replace(self, body=_marked(self.body, places), bare_body=bare, further=(*self.further, *named))

    def with_key(self, key: "Key | None") -> "ChatRequest":
        """The same with this key; raises NoKey where that cannot be sent."""
        failures = replace(self.failures, key=key)
        headers = {**self.headers, **authorization(self.endpoint, key)}
        return replace(self, headers=headers, failures=failures)


@dataclass(frozen=True, slots=True)
class ModelsRequest:
    """The question which models there are, ready to go out."""

    endpoint: Endpoint
    headers: Mapping[str, str] = field(repr=False)
    connect_timeout_s: float
    failures: "Failures"


def build_request(
    prompt: Prompt, settings: EndpointSettings, endpoint: Endpoint, key: "Key | None"
) -> ChatRequest:
    """The request for `prompt`; raises NoKey where one is needed, InvalidRequest as `build_body` does."""
    extras = extras_for(settings)
    further = _chosen(prompt, settings) | _further(extras, settings)
    bare = build_body(prompt.without_tools(), settings.model, extras) | further if prompt.tools else None
    return ChatRequest(
        endpoint,
        _encoded(build_body(prompt, settings.model, extras) | further),
        _headers(settings, endpoint, key),
        tuple((name, json.dumps(value)) for name, value in further.items()),
        settings.connect_timeout_s,
        settings.idle_timeout_s,
        min(settings.answer_timeout_s, AUTOMATIC_S if prompt.is_automatic else inf),
        replace(_failures(settings, endpoint, key), sent=_users_text(prompt), has_images=bool(prompt.images)),
        waits_for_busy=not prompt.is_automatic,
        keeps=_PROBED if prompt.purpose == "probe" else frozenset(),
        bare_body=None if bare is None else _encoded(bare),
        images=prompt.images,
    )


def build_models_request(settings: EndpointSettings, endpoint: Endpoint, key: "Key | None") -> ModelsRequest:
    """The question which models there are; raises NoKey where a key is needed."""
    return ModelsRequest(
        endpoint,
        _headers(settings, endpoint, key),
        settings.connect_timeout_s,
        _failures(settings, endpoint, key),
    )


def _encoded(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode(errors="replace")  # half a surrogate cannot be sent


def _marked(encoded: bytes, places: Sequence[Place]) -> bytes:
    body = json.loads(encoded)
    mark(body["messages"], places)
    return _encoded(body)


def _users_text(prompt: Prompt) -> str:
    """What of it is not only ours."""
    return "\n".join(message.content for message in prompt.messages if message.role != "system")


def _headers(settings: EndpointSettings, endpoint: Endpoint, key: "Key | None") -> dict[str, str]:
    """What tells who asks: the key's header, and those that the user has set. Raises NoKey."""
    own = settings.headers.headers if settings.headers is not None else ()
    return {header.name: header.value for header in own} | authorization(endpoint, key)


def _failures(settings: EndpointSettings, endpoint: Endpoint, key: "Key | None") -> "Failures":
    """What to say of this endpoint when it fails."""
    from pt_lsp.llm.failures import Failures

    own = settings.headers.headers if settings.headers is not None else ()
    return Failures(endpoint.host, settings.model, key, tuple(header.value for header in own))


def build_body(prompt: Prompt, model: str, extras: Extras) -> dict[str, Any]:
    """The body as JSON values; raises InvalidRequest if a value is out of the documented range.

    Fields and ranges: the API's page on `POST /chat/completions`; `stream` always goes out, for that page
    contradicts itself on its default.
    """
    _check(prompt)
    body: dict[str, Any] = {
        "model": model,
        "messages": [turn_of(message) for message in prompt.messages],
        "stream": True,
        "max_tokens": prompt.max_tokens,
        "temperature": prompt.temperature,
    }
    if prompt.wants_json:
        body["response_format"] = {"type": "json_object"}
    if prompt.stop:
        body["stop"] = list(prompt.stop)
    body |= fields_of(prompt.tools, calls_are_over=prompt.calls_are_over)
    if extras.reports_usage_on_request:
        body["stream_options"] = {"include_usage": True}
    if prompt.continues_assistant:
        _mark_as_unfinished(body, extras)
    return body


def _check(prompt: Prompt) -> None:
    if not prompt.messages:
        raise InvalidRequest("A request needs at least one message.")
    if not 0 <= prompt.temperature <= 2:  # noqa: PLR2004 - the documented range
        raise InvalidRequest(f"A temperature has to be between 0 and 2, not {prompt.temperature}.")
    if prompt.max_tokens < 1:
        raise InvalidRequest(f"max_tokens has to be at least 1, not {prompt.max_tokens}.")
    if prompt.wants_json and not any("json" in message.content.lower() for message in prompt.messages):
        raise InvalidRequest("A request for JSON needs the word JSON in one of its messages.")
    if "" in prompt.stop:
        raise InvalidRequest("A stop string must not be empty.")
    # a probe may ask for more: that is how it finds an endpoint's limit
    if len(prompt.stop) > MAX_STOPS and prompt.purpose != "probe":
        raise InvalidRequest(f"At most {MAX_STOPS} stop strings can be sent, not {len(prompt.stop)}.")


def _mark_as_unfinished(body: dict[str, Any], extras: Extras) -> None:
    last = body["messages"][-1]
    if last["role"] != "assistant" or not last["content"]:
        raise InvalidRequest("Only an assistant message that holds text can be continued.")
    if extras.partial_way == "none":
        raise InvalidRequest(
            "This endpoint is not known to continue an assistant message: "
            "set endpoint.profile if it does, or another completion.fillMode."
        )
    if extras.partial_way == "flag on the message":
        last["partial"] = True
    elif extras.partial_way == "template flags":
        body["continue_final_message"] = True
        body["add_generation_prompt"] = False


def _chosen(prompt: Prompt, settings: EndpointSettings) -> dict[str, Any]:
    """What the user has chosen for all requests, and for those that somebody waits for."""
    fields: dict[str, Any] = {} if settings.top_p is None else {"top_p": settings.top_p}
    if settings.seed is not None:
        fields["seed"] = (settings.seed + prompt.n_variant) % (MOST_SEED + 1)
    if settings.search and prompt.purpose in _SEARCHING and not prompt.is_automatic:
        fields["enable_search"] = True
    return fields


def _further(extras: Extras, settings: EndpointSettings) -> dict[str, Any]:
    """The switch that turns thinking off, and the user's own fields, which may say otherwise."""
    own = {} if settings.extra_body is None else settings.extra_body.values
    if extras.thinking_switch == "field":
        return {"enable_thinking": False} | own
    if extras.thinking_switch == "template argument":
        arguments = own.get("chat_template_kwargs", {})
        if isinstance(arguments, dict):
            return own | {"chat_template_kwargs": {"enable_thinking": False} | arguments}
    return own
