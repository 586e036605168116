"""Key and headers of one's own go out as headers; they must be nowhere else, whatever goes wrong."""

import logging
import traceback

import pytest

from pt_lsp.errors import PtLspError
from pt_lsp.llm.endpoint import find_endpoint
from pt_lsp.llm.gateway import Gateway, Ledger, Message, Prompt, RetryPolicy
from pt_lsp.llm.request import build_request
from pt_lsp.settings.options import Settings
from pt_lsp.settings.tables import Header, Headers
from pt_lsp.store.credentials import Key
from tests.support.running import run
from tests.support.scripted_chat import (
    MARKED_KEY,
    ScriptedChat,
    Step,
    disconnect,
    garbage,
    hang,
    no_wait,
    noise,
    reply,
    settings,
    some_key,
    status,
)

PROMPT = Prompt((Message("user", "hi"),), "edit", 50, 0.2)
MARKED_HEADER = Header("X-Tenant", "MARKED-tenant 987654 3q;7wxy")
ECHOED = f"X-Tenant: {MARKED_HEADER.value}; part: MARKED-ten, 987654, 7wxy"
TOLD = {"error": {"message": f"Incorrect API key provided: {MARKED_KEY}. Bearer {MARKED_KEY}. {ECHOED}"}}
TROUBLES = [
    *(status(code, TOLD) for code in (307, 400, 401, 403, 404, 413, 422)),
    *(status(code, f"<p>{MARKED_KEY}</p>") for code in (401, 418)),
    status(401, f"Bearer {MARKED_KEY[:-4]}**** is not valid"),
    garbage(f"data: {MARKED_KEY}\n\n".encode()),
    garbage(MARKED_KEY.encode()),
    garbage(f'data: {{"error": "{MARKED_KEY}"}}\n\n'.encode()),
    garbage(f'{{"error": {{"message": "{MARKED_KEY}"}}}}'.encode()),
    garbage(f'data: {{"choices": [{{"finish_reason": "{MARKED_KEY}"}}]}}\n\n'.encode()),
    garbage(f'data: {{"error": "{ECHOED}"}}\n\n'.encode()),
    garbage(f'data: {{"choices": [{{"finish_reason": "{MARKED_HEADER.value}"}}]}}\n\n'.encode()),
    reply(""),
    hang(),
    disconnect(after_bytes=100),
]
REPEATED = [status(429, TOLD), status(503, TOLD), disconnect(), noise(f"HTTP/0 {MARKED_KEY}\r\n".encode())]


@pytest.mark.parametrize("steps", [*([step] for step in TROUBLES), *([step] * 3 for step in REPEATED)])
def test_no_failure_shows_key_or_headers(steps: list[Step], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    gateways: list[Gateway] = []

    async def scenario() -> str:
        chat = ScriptedChat(*steps)
        async with chat.serve() as url:
            gateway = Gateway(Ledger(), some_key, retry_policy=RetryPolicy(sleep=no_wait))
            gateways.append(gateway)
            # Only what hangs is waited for; everything else is to be read, however slow the machine is.
            idle_timeout_s = 1 if steps[0].name == "hang" else 30
            own = settings(url, idle_timeout_s=idle_timeout_s, headers=Headers((MARKED_HEADER,)))
            try:
                with pytest.raises(PtLspError) as caught:
                    await gateway.ask(PROMPT, own)
            finally:
                await gateway.aclose()
        assert chat.requests[0].headers["authorization"] == f"Bearer {MARKED_KEY}"
        assert chat.requests[0].headers["x-tenant"] == MARKED_HEADER.value
        error = caught.value
        shown = traceback.TracebackException.from_exception(error, capture_locals=False).format()
        return "".join([*shown, str(error), repr(error), repr(error.args), repr(vars(gateway))])

    shown = run(scenario())
    assert "MARKED" not in shown
    assert "98765" not in shown
    assert "7wxy" not in shown
    # the server's own answer may stand in a debug log of the HTTP library, which never logs headers sent
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpcore")]
    assert "MARKED" not in " ".join(ours)
    sent = [r.getMessage() for r in caplog.records if "request" in r.getMessage()]
    assert "MARKED" not in " ".join(sent)


@pytest.mark.parametrize("character", ["\n", "\r\nX-Evil: 1", " ", "ü", "\x7f"])
def test_a_key_that_no_header_can_hold_is_not_shown_either(character: str) -> None:
    async def broken_key(settings: Settings) -> Key | None:
        return Key(MARKED_KEY + character)

    gateway = Gateway(Ledger(), broken_key)
    with pytest.raises(PtLspError) as caught:
        run(gateway.ask(PROMPT, settings()))
    assert "MARKED" not in "".join(traceback.format_exception(caught.value))


def test_a_request_does_not_show_it_in_its_repr() -> None:
    endpoint = settings("https://models.example/v1").endpoint
    request = build_request(PROMPT, endpoint, find_endpoint(endpoint), Key(MARKED_KEY))
    assert MARKED_KEY in request.headers["Authorization"]
    assert "MARKED" not in repr(request)
