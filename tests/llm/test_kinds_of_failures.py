"""What endpoints answer when they fail, as their pages and public reports show it, and what we make of it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp import errors
from pt_lsp.llm.answer import Malformed, Reported, read_delta
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.refusals.adaptation import Adaptation
from pt_lsp.llm.refusals.fields import find_refused
from pt_lsp.llm.refusals.report import read_report
from pt_lsp.store.credentials import Key

FAILURES = Failures("models.example", "qwen3-coder-plus")


def openai(message: str, code: object = None, type_: object = None, **more: object) -> dict[str, Any]:
    return {"error": {"message": message, "code": code, "type": type_, "param": None, **more}}


def native(code: str, message: str) -> dict[str, Any]:
    return {"request_id": "x", "code": code, "message": message}


def minimax(code: int, message: str) -> dict[str, Any]:
    return {"id": "x", "choices": None, "base_resp": {"status_code": code, "status_msg": message}}


CASES: list[tuple[type[errors.ModelError], int, object]] = [
    # the key
    (errors.Unauthorized, 401, openai("Incorrect API key provided.", "invalid_api_key")),
    (errors.Unauthorized, 400, openai("Incorrect API key provided.", "invalid_api_key")),
    (errors.Unauthorized, 401, native("InvalidApiKey", "Invalid API-key provided.")),
    (errors.Unauthorized, 200, native("InvalidApiKey", "Invalid API-key provided.")),
    (errors.Unauthorized, 200, minimax(1004, "login fail: carry the API secret key in the header")),
    (errors.Unauthorized, 400, {"detail": "Invalid or missing API key"}),
    (errors.Unauthorized, 401, openai("litellm.AuthenticationError: no such key", "401", "auth_error")),
    (errors.Unauthorized, 403, {"error": "The access token expired"}),
    # may not
    (errors.Forbidden, 403, openai("Access denied.", "access_denied", "access_denied")),
    (errors.Forbidden, 403, native("Model.AccessDenied", "Model access denied.")),
    (
        errors.Forbidden,
        401,
        openai("key not allowed to access model. This key can only access models=['a']", "401"),
    ),
    (errors.Forbidden, 403, b""),
    (errors.Unauthorized, 200, {"detail": "Not authenticated"}),
    (errors.Unpaid, 403, openai("Your account has been suspended due to unpaid bills")),
    # to be paid
    (
        errors.Unpaid,
        403,
        openai("Access denied, please make sure your account is in good standing.", "Arrearage", "Arrearage"),
    ),
    (errors.Unpaid, 400, native("Arrearage", "Access denied.")),
    (errors.Unpaid, 402, openai("Insufficient Balance", "invalid_request_error")),
    (errors.Unpaid, 429, openai("Your account is not active", "billing_not_active")),
    (errors.Unpaid, 400, openai("Your credit balance is too low to access the API.", None)),
    (errors.Unpaid, 200, minimax(1008, "insufficient balance")),
    # 402 says it all, whatever else the words are about
    (errors.Unpaid, 402, b"<html>402</html>"),
    (errors.Unpaid, 402, openai("Model not available on the free tier; rate limit 0 per minute")),
    (errors.Unpaid, 402, openai("Your prompt is too long for free accounts")),
    (errors.Unpaid, 402, openai("Your API key is invalid for paid models")),
    (errors.Unpaid, 402, openai("Server overloaded for free users")),
    # 403 has to be read
    (errors.Unpaid, 403, openai("用户额度不足", "new_api_error", "insufficient_user_quota")),
    (errors.Unpaid, 403, openai("Your account has an overdue balance", "Forbidden", "AccountOverdueError")),
    (errors.Unpaid, 403, {"code": 30001, "message": "Sorry, your account balance is insufficient"}),
    (errors.Unpaid, 403, {"code": "permission_denied", "error": "Your team doesn't have any credits yet."}),
    (
        errors.Unpaid,
        403,
        {"error": {"status": "PERMISSION_DENIED", "message": "This method requires billing to be enabled."}},
    ),
    (errors.Unpaid, 403, openai("Denied: INVALID_PAYMENT_INSTRUMENT, see the page.", None, "access_denied")),
    (errors.Unpaid, 403, openai("Account suspended, please check your plan and billing details")),
    (errors.Unpaid, 403, openai("Account suspended, possibly due to failure to pay past invoices")),
    (errors.Unpaid, 403, openai("You need to add a payment method before you can use this model")),
    (errors.Unpaid, 403, openai("Please purchase a plan to use this API", "permission_error")),
    (errors.Unpaid, 403, openai("Your trial has ended")),
    (errors.RateLimited, 429, openai("Rate limit reached. Add a payment method to raise it.", "requests")),
    # used up
    (errors.QuotaUsedUp, 429, openai("You exceeded your current quota.", "insufficient_quota")),
    (errors.QuotaUsedUp, 429, native("Throttling.AllocationQuota", "Allocated quota exceeded.")),
    (errors.QuotaUsedUp, 403, openai("The free tier of the model has been exhausted.", "FreeTierOnly")),
    (
        errors.QuotaUsedUp,
        403,
        native("AllocationQuota.FreeTierOnly", "The free tier of the model has been exhausted."),
    ),
    (
        errors.QuotaUsedUp,
        400,
        openai("Budget has been exceeded! Current cost: 2, Max budget: 1", "400", "budget_exceeded"),
    ),
    (
        errors.QuotaUsedUp,
        429,
        openai(
            "litellm.RateLimitError: OpenAIException - Error code: 429 - {'code': 'insufficient_quota'}",
            "429",
            "throttling_error",
        ),
    ),
    (errors.QuotaUsedUp, 200, minimax(2056, "usage limit exceeded, 5-hour usage limit reached")),
    # rate
    (errors.RateLimited, 429, openai("Requests rate limit exceeded.", "Throttling.RateQuota")),
    (errors.RateLimited, 429, native("Throttling.BurstRate", "Request rate increased too quickly.")),
    (errors.RateLimited, 429, openai("You exceeded your current requests list.", "limit_requests")),
    (errors.RateLimited, 429, openai("Rate limit reached for requests", "rate_limit_exceeded", "requests")),
    (errors.RateLimited, 400, openai("litellm.RateLimitError: slow down", "400")),
    (
        errors.RateLimited,
        429,
        openai("You have exceeded the maximum number of tokens per minute (TPM) for your input", None),
    ),
    (errors.RateLimited, 200, minimax(1002, "rate limit")),
    (errors.RateLimited, 200, {"error": {"code": 429, "message": "Provider returned error"}}),
    (errors.RateLimited, 503, openai("busy", "rate_limit_exceeded")),
    # too long
    (
        errors.PromptTooLong,
        400,
        openai("Range of input length should be [1, 129024]", "invalid_parameter_error"),
    ),
    (errors.PromptTooLong, 400, openai("This model's maximum context length is 32768 tokens.", None)),
    (errors.PromptTooLong, 400, openai("x", "context_length_exceeded")),
    (errors.PromptTooLong, 400, openai("x", 400, "exceed_context_size_error", n_ctx=4096)),
    (
        errors.PromptTooLong,
        500,
        openai("the request exceeds the available context size", 500, "server_error"),
    ),
    (
        errors.PromptTooLong,
        400,
        openai("litellm.ContextWindowExceededError: litellm.BadRequestError: x", "400"),
    ),
    (errors.PromptTooLong, 422, {"detail": "prompt is too long: 210000 tokens > 200000 maximum"}),
    (errors.PromptTooLong, 413, b""),
    (errors.PromptTooLong, 200, openai("x", "context_length_exceeded")),
    # filtered
    (
        errors.ContentFiltered,
        400,
        openai("Input data may contain inappropriate content.", "data_inspection_failed"),
    ),
    (errors.ContentFiltered, 400, native("DataInspectionFailed", "Output data may contain it.")),
    (errors.ContentFiltered, 200, openai("x", "data_inspection_failed")),
    (errors.ContentFiltered, 400, openai("x", "content_filter")),
    (errors.ContentFiltered, 400, openai("Content Exists Risk", "invalid_request_error")),
    (
        errors.ContentFiltered,
        400,
        openai("The response was filtered due to the prompt triggering the content management policy.", None),
    ),
    (errors.ContentFiltered, 400, openai("litellm.ContentPolicyViolationError: x", "400")),
    (errors.ContentFiltered, 200, minimax(1026, "input new_sensitive")),
    # gone
    (
        errors.UnknownModel,
        404,
        openai("The model `m` does not exist or you do not have access to it.", "model_not_found"),
    ),
    (errors.UnknownModel, 400, openai("Model not exist.", "invalid_parameter_error")),
    (errors.UnknownModel, 404, native("ModelNotFound", "Model can not be found.")),
    (
        errors.UnknownModel,
        404,
        {"object": "error", "message": "The model `m` does not exist.", "type": "NotFoundError", "code": 404},
    ),
    (errors.UnknownModel, 400, openai("Invalid model name passed in model=m.", "400")),
    (errors.UnknownModel, 404, {"detail": "Not Found"}),
    (errors.UnknownModel, 403, openai("model 'm' is not supported", None)),
    (errors.UnknownModel, 400, openai("This model has been deprecated.", None)),
    # the server
    (errors.EndpointFailed, 500, openai("Internal error", "internal_error")),
    (
        errors.EndpointFailed,
        529,
        {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
    ),
    (errors.EndpointFailed, 200, {"error": {"message": "overloaded"}}),
    (errors.EndpointFailed, 429, openai("The engine is currently overloaded", "engine_overloaded_error")),
    (errors.EndpointFailed, 503, b"upstream connect error"),
    (errors.EndpointFailed, 500, openai("the content filter does not answer", None)),
    (errors.EndpointFailed, 200, openai("litellm.Timeout: APITimeoutError - Request timed out")),
    (errors.EndpointFailed, 504, openai("the request timed out")),
    (errors.UnknownModel, 400, {"error": "No models loaded. Load one first."}),
    (errors.Forbidden, 401, openai("You have insufficient permissions for this operation.")),
    # anything else
    (
        errors.InvalidRequest,
        400,
        openai("Unsupported parameter: 'x' is not supported with this model.", "unsupported_parameter"),
    ),
    (
        errors.InvalidRequest,
        422,
        {
            "detail": [
                {"type": "missing", "loc": ["body", "x"], "msg": "Field required", "input": "secret code"}
            ]
        },
    ),
    (errors.InvalidRequest, 400, {"errors": [{"message": "no"}]}),
    (errors.StreamFailed, 200, {"success": False, "msg": "no"}),
    (errors.StreamFailed, 200, {"errors": [{"message": "no"}]}),
    (errors.StreamFailed, 200, {"object": "error", "message": "no"}),
]
KEY = "pt-live-0123456789abcdef"
WORDS = ["temperature is not supported", "use max_completion_tokens", f"key {KEY} is wrong", "maximum 4096"]
NAMES = ["error", "message", "code", "detail", "loc", "msg", "param", "choices", "base_resp", "status_code"]
BODY = {"model": "m", "messages": [{"role": "user", "content": "x"}], "max_tokens": 9, "temperature": 0}


def told(status: int, body: object) -> errors.ModelError:
    """The error of an answer; with status 200 of a piece of it."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    if status != 200:
        return FAILURES.of_status(status, {}, data, 0.0)
    with pytest.raises(Reported) as caught:
        read_delta(data)
    return FAILURES.of_report(caught.value.report)


@pytest.mark.parametrize(("kind", "status", "body"), CASES)
def test_the_code_decides_before_the_words_and_those_before_the_status(
    kind: type[errors.ModelError], status: int, body: object
) -> None:
    error = told(status, body)
    assert type(error) is kind, str(error)
    assert str(error).startswith(("models.example ", "The prompt is too long for "))
    assert str(error).endswith(".")
    assert str(error).count(". ") <= 1
    assert "secret code" not in str(error)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (129024, "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]"),
        (
            32768,
            "maximum context length is 32768 tokens. However, you asked for 33000 (32000 in messages, ...)",
        ),
        (4096, "the request exceeds the available context size (4096 tokens), try increasing it"),
        (4096, "The request of 5000 tokens exceeds the available context size (4096 tokens)"),
        (200000, "prompt is too long: 210000 tokens > 200000 maximum"),
        (
            272000,
            "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300000.",
        ),
        (1048576, "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576)."),
        (32768, "Prompt contains 40000 tokens, too large for model with 32768 maximum context length"),
        (4096, "The input (5000 tokens) is longer than the model's context length (4096 tokens)."),
        (
            32768,
            "Requested token count exceeds the maximum context length of 32768 tokens. You requested 40000.",
        ),
        (6000, "Request too large for model on tokens per minute (TPM): Limit 6000, Requested 7000"),
        (4096, "Input validation error: `inputs` must have less than 4096 tokens. Given: 5000"),
        (128000, "maximum context length is 128,000 tokens"),
        (128000, "context window of 128k exceeded"),
        (30720, "input length should be within 30720"),
        (4096, "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 512"),
        (8192, "max_tokens (100) + prompt (8150) > 8192"),
        (8192, "prompt too long: 9000 given, 8192 possible"),
        (None, "context length exceeded"),
    ],
)
def test_how_long_a_prompt_may_be_is_learnt_from_the_words(limit: int | None, words: str) -> None:
    error = told(400, openai(words))
    assert isinstance(error, errors.PromptTooLong), str(error)
    assert error.limit_tokens == limit
    assert limit is None or f"takes {limit} tokens" in str(error)


def test_a_field_that_tells_the_context_s_size_is_believed_before_the_words() -> None:
    error = told(400, openai("too big: 5000 > 4000", 400, "exceed_context_size_error", n_ctx=4096))
    assert isinstance(error, errors.PromptTooLong)
    assert error.limit_tokens == 4096


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        (
            {"detail": [{"loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]},
            "seed: Extra inputs",
        ),
        (minimax(2013, "invalid params"), "invalid params"),
        ({"errors": [{"message": "first"}, {"message": "second"}]}, "first"),
        ({"error": {"message": '{"error": {"message": "wrapped"}}'}}, "wrapped"),
        ({"error": {"message": "outer", "metadata": {"raw": '{"message": "inner"}'}}}, "outer"),
        ({"error": "invalid_request", "error_description": "told"}, "told"),
        ({"success": False, "msg": "told"}, "told"),
    ],
)
def test_every_shape_s_own_words_are_quoted(body: object, quote: str) -> None:
    assert quote in str(told(400, body))


@pytest.mark.parametrize(
    "body",
    [
        b'id:1\nevent:error\n:HTTP_STATUS/400\ndata:{"code":"InvalidApiKey","message":"No such key."}\n\n',
        b'data: {"error": {"code": "invalid_api_key", "message": "No such key."}}\n\ndata: [DONE]\n\n',
        b'\xef\xbb\xbf{"error": {"code": "invalid_api_key", "message": "No such key."}}\n',
        b'{"error": {"code": "invalid_api_key", "message": "No such key."}}\n{"done": true}\n',
    ],
)
def test_an_error_status_may_come_with_a_stream(body: bytes) -> None:
    error = told(400, body)
    assert isinstance(error, errors.Unauthorized)
    assert 'saying "No such key"' in str(error)


def test_what_a_validator_was_given_is_not_quoted() -> None:
    words = (
        "[{'type': 'extra_forbidden', 'loc': ('body', 'x'), 'msg': 'No', 'input': [{'content': 'my code'}]}]"
    )
    assert "my code" not in str(told(400, openai(words)))


@pytest.mark.parametrize(
    "piece",
    [
        {"choices": []},
        {"choices": [], "usage": None},
        {"choices": [], "code": 200, "msg": "success"},
        {"choices": [], "success": True, "message": "done"},
        {"choices": [{"delta": {"content": "t"}}], "base_resp": {"status_code": 0, "status_msg": ""}},
        {"choices": [{"delta": {"content": "t"}}], "error": None, "code": 0, "msg": "ok"},
        {"choices": [{"delta": {"content": "t"}}], "message": "fine"},
        {"id": "x", "usage": {"prompt_tokens": 1, "completion_tokens": 1}},
        {},
    ],
)
def test_a_piece_that_tells_no_failure_is_none(piece: object) -> None:
    read_delta(json.dumps(piece))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


@given(JSON, st.sampled_from([200, 400, 401, 404, 422, 429, 500]))
def test_whatever_an_endpoint_answers_is_one_sentence_without_the_key(body: object, status: int) -> None:
    data = json.dumps(body).encode()
    failures = Failures("models.example", "m", Key(KEY))
    if status == 200:
        try:
            read_delta(data)
        except Malformed:
            return
        except Reported as reported:
            error = failures.of_report(reported.report)
        else:
            return
    else:
        error = failures.of_status(status, {}, data, 0.0)
    find_refused(read_report(data), status, BODY, Adaptation(), ())
    assert KEY not in str(error)
    assert "\n" not in str(error)
    assert len(str(error)) < 600
