import json

import pytest

from pt_lsp import errors
from pt_lsp.llm.failures import Failures
from pt_lsp.store.credentials import Key

FAILURES = Failures("models.example", "qwen3-coder-plus", Key("pt-live-0123456789abcdef"))


def failure(status: int, body: bytes = b"", **headers: str) -> errors.ModelError:
    return FAILURES.of_status(
        status, {name.replace("_", "-"): text for name, text in headers.items()}, body, 0.0
    )


@pytest.mark.parametrize(
    ("status", "body", "kind", "advice"),
    [
        (400, b"", errors.InvalidRequest, "endpoint.model and endpoint.profile"),
        (
            400,
            b'{"error":{"message":"maximum context length is 32768"}}',
            errors.PromptTooLong,
            "select less",
        ),
        (401, b"", errors.Unauthorized, "POWERTOKENS_API_KEY"),
        (402, b"", errors.Unpaid, "add credit"),
        (403, b"", errors.Forbidden, "rights"),
        (404, b"", errors.UnknownModel, "endpoint.baseUrl"),
        (407, b"", errors.EndpointUnreachable, "endpoint.proxy"),
        (413, b"", errors.PromptTooLong, "context.budgetTokens"),
        (422, b"", errors.InvalidRequest, "endpoint.profile"),
        (429, b"", errors.RateLimited, "wait a little"),
        (500, b"", errors.EndpointFailed, "try again"),
        (503, b"<html>down</html>", errors.EndpointFailed, "try again"),
        (302, b"", errors.NotChatCompletions, "final address"),
    ],
)
def test_each_status_is_one_sentence_with_host_and_advice(
    status: int, body: bytes, kind: type[errors.ModelError], advice: str
) -> None:
    error = failure(status, body)
    assert type(error) is kind
    sentence = str(error)
    assert sentence.startswith(("models.example ", "The prompt is too long"))
    assert f"({status})" in sentence
    assert advice in sentence
    assert sentence.endswith(".")
    assert "<" not in sentence


def test_a_refusal_without_a_key_says_that_none_was_sent() -> None:
    assert str(Failures("h", "m").of_status(401, {}, b"", 0.0)).endswith("KEY, for none was sent.")


def test_a_rate_limit_says_how_long_to_wait() -> None:
    error = failure(429, retry_after="17")
    assert isinstance(error, errors.RateLimited)
    assert error.retry_after_s == 17
    assert "wait 17 s" in str(error)
    assert "wait a little" in str(failure(429, retry_after="0"))


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ({"error": {"message": "No such\n model.", "type": "x"}}, 'saying "No such model"'),
        ({"error": "plain words"}, 'saying "plain words"'),
        ({"message": "flat"}, 'saying "flat"'),
        ({"detail": "of FastAPI"}, 'saying "of FastAPI"'),
        ("bare", 'saying "bare"'),
        ("\ufffd\ufffd", None),
        ({"error": {"code": 7}}, None),
        ([1, 2], None),
    ],
)
def test_the_endpoints_own_words_are_quoted_on_one_line(body: object, quote: str | None) -> None:
    sentence = str(failure(400, json.dumps(body).encode()))
    assert "\n" not in sentence
    assert (quote in sentence) if quote else ("saying" not in sentence)


def test_text_that_is_not_json_is_quoted_too() -> None:
    assert 'saying "upstream connect error"' in str(failure(503, b"upstream connect error\n"))


def test_a_long_quote_is_shortened() -> None:
    sentence = str(failure(400, json.dumps({"error": {"message": "word " * 400}}).encode()))
    assert len(sentence) < 400
    assert "…" in sentence


@pytest.mark.parametrize(
    "words",
    [
        "key pt-live-0123456789abcdef is wrong",
        "key pt-live-********cdef is wrong",
        "key 0123456789ab is wrong",
        "Authorization: Bearer 0123456789abcdef",
        "header was Bearer+pt-live-0123456789abcdef",
        "key sk-proj-otherpersonskey123 is wrong",
        '{"Authorization":"Bearer%20pt-live-0123456789abcdef"}',
    ],
)
def test_what_looks_like_a_key_is_cut_from_a_quote(words: str) -> None:
    sentence = str(failure(401, json.dumps({"error": {"message": words}}).encode()))
    assert "[key]" in sentence
    for part in ("0123456789", "pt-live", "cdef", "otherpersons"):
        assert part not in sentence


def test_a_short_key_is_cut_from_a_quote_as_well() -> None:
    failures = Failures("models.example", "m", Key("k1"))
    assert "k1" not in str(failures.of_status(401, {}, b"bad key k1", 0.0))


def test_the_key_is_not_in_the_repr() -> None:
    assert "0123" not in repr(FAILURES)
    assert "key" not in repr(FAILURES)
