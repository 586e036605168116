import httpx
import pytest

from pt_lsp.errors import EndpointUnreachable, ModelError, NotChatCompletions
from pt_lsp.llm.failures import Failures
from pt_lsp.llm.refusals.transport_errors import as_error, failed_attempt

FAILURES = Failures("models.example", "m")


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (httpx.ConnectTimeout("x"), EndpointUnreachable, "takes too long to accept a connection"),
        (httpx.UnsupportedProtocol("x"), EndpointUnreachable, "cannot be asked"),
        (httpx.InvalidURL("x"), EndpointUnreachable, "cannot be asked"),
    ],
)
def test_what_cannot_be_staged_on_loopback_is_a_sentence_too(
    failure: Exception, kind: type[ModelError], words: str
) -> None:
    trouble = failed_attempt(failure, FAILURES, 30)
    assert type(trouble.error) is kind
    assert words in str(trouble.error)
    assert trouble.first_wait_s is None


def test_bytes_that_turn_bad_within_an_answer_are_said() -> None:
    assert type(as_error(httpx.DecodingError("x"), FAILURES, 30)) is NotChatCompletions
