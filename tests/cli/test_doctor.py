import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from pt_lsp.cli.arguments import run
from pt_lsp.cli.doctor.checks import Check
from pt_lsp.cli.doctor.network import check_network
from pt_lsp.settings.endpoint_settings import EndpointSettings
from pt_lsp.store.credentials import KEY_VARIABLE
from pt_lsp.store.probes import Probes, probes_path
from pt_lsp.store.settings_files import user_settings_path
from tests.support.running import run as run_coro
from tests.support.scripted_chat import MARKED_KEY, ScriptedChat, Step, reply, status

CALLED = "<function=weather>\n<parameter=place>\nOslo\n</parameter>\n</function>"
WELL = ("one two three four five six", "2", "2", "yes", CALLED)
"""Counting, filling in two ways, many stop strings, calling a tool."""


@pytest.fixture(autouse=True)
def _lone_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def endpoint(*steps: Step | str) -> ScriptedChat:
    return ScriptedChat(*steps, extras={"stop"})  # more of them than the API documents: that is the question


def report(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[str, Check], str]:
    code = run(["doctor", "--json", *argv])
    out = capsys.readouterr().out
    return code, {check["name"]: Check(**check) for check in json.loads(out)["checks"]}, out


def test_all_is_well_with_an_endpoint_that_does_everything(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(*WELL) as chat, chat.serving() as url:
        code, checks, _ = report(capsys, "--base-url", url)
    assert code == 0
    assert {check.status for check in checks.values()} == {"ok", "skipped"}
    assert checks["TLS"].status == "skipped"
    assert checks["fill ways"].detail == "fim, hole; the first is used"
    assert checks["time to first token"].detail.endswith(" ms")


def test_what_a_probe_found_is_kept_for_inline_completion(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(WELL[0], "2", "no", "yes", CALLED) as chat, chat.serving() as url:
        report(capsys, "--base-url", url, "--model", "tiny")
    probes = Probes(probes_path())
    assert probes.working_ways(url, "tiny") == ("fim",)
    assert probes.takes_tools(f"{url}/", "tiny") is True
    assert probes.takes_tools(url, "another") is None


def test_a_model_that_fills_no_gap_is_a_warning_only(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        endpoint(WELL[0], "no", "no", status(400, "too many stops"), "It rains.") as chat,
        chat.serving() as url,
    ):
        code, checks, _ = report(capsys, "--base-url", url)
    assert code == 0
    assert checks["fill ways"].status == "warning"
    assert checks["stop limit"].detail == "4 strings"
    assert checks["tools"].status == "warning"
    assert "not called by qwen3-coder-plus" in checks["tools"].detail


def test_answers_in_one_piece_fail_the_streaming_check(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(reply(WELL[0], is_whole=True), *WELL[1:]) as chat, chat.serving() as url:
        code, checks, _ = report(capsys, "--base-url", url)
    assert code == 1
    assert checks["streaming"].status == "failed"
    assert checks["streaming"].fix


def test_a_refused_key_fails_with_the_endpoint_s_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(status(401)) as chat, chat.serving() as url:
        code, checks, _ = report(capsys, "--base-url", url)
    assert code == 1
    assert "401" in checks["model answers"].fix
    assert checks["fill ways"].status == "skipped"


def test_no_key_and_no_network_are_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--base-url", "https://endpoint.invalid/v1"]) == 1
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    failed = [rest for word, rest in lines if word == "failed"]
    assert [line.partition("  ")[0] for line in failed] == ["API key", "DNS"]
    assert sum(word == "->" for word, _ in lines) == 2


def test_the_key_is_never_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, MARKED_KEY)
    with endpoint(*WELL) as chat, chat.serving() as url:
        code, checks, out = report(capsys, "--base-url", url)
        assert chat.requests[0].headers["authorization"] == f"Bearer {MARKED_KEY}"
    assert code == 0
    assert checks["API key"].status == "ok"
    assert MARKED_KEY not in out


def test_a_key_command_that_fails_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    write_user_file('[endpoint]\napi_key_command = ["/no/such/command", "SECRET"]\n')
    code, checks, out = report(capsys, "--base-url", "https://endpoint.invalid/v1")
    assert code == 1
    assert "apiKeyCommand" in checks["API key"].fix
    assert "SECRET" not in out


def test_an_address_that_may_not_be_used_ends_the_examination(capsys: pytest.CaptureFixture[str]) -> None:
    code, checks, _ = report(capsys, "--base-url", "http://endpoint.invalid/v1")
    assert code == 1
    assert "unencrypted" in checks["endpoint"].fix
    assert list(checks) == ["version", "settings", "endpoint"]


def test_settings_are_listed_with_their_origin_and_without_passwords(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_user_file('[endpoint]\nproxy = "http://me:SECRET@127.0.0.1:9"\n[completion]\nmax_tokens = 7\n')
    with endpoint(*WELL) as chat, chat.serving() as url:
        assert run(["doctor", "--base-url", url]) == 0
    out = capsys.readouterr().out
    assert "completion.maxTokens = 7 (user file)\n" in out
    assert f"endpoint.baseUrl = {url} (command line)\n" in out
    assert "endpoint.proxy = http://127.0.0.1:9 (user file)\n" in out
    assert "SECRET" not in out


def test_a_setting_that_is_not_in_force_fails(capsys: pytest.CaptureFixture[str]) -> None:
    write_user_file("[completion]\nmax_tokens = -1\n")
    with endpoint(*WELL) as chat, chat.serving() as url:
        code, checks, _ = report(capsys, "--base-url", url)
    assert code == 1
    assert "completion.max_tokens" in checks["settings"].detail
    assert str(user_settings_path()) in checks["settings"].fix


def test_a_model_that_is_gone_fails_with_what_the_key_can_use(capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedChat(status(404), models=("glm-5", "qwen3.7-plus")) as chat, chat.serving() as url:
        code, checks, _ = report(capsys, "--base-url", url)
    assert code == 1
    assert "this key can use qwen3.7-plus and glm-5" in checks["model answers"].fix
    assert checks["models"].status == "warning"
    assert checks["models"].detail.endswith("what this key can use: qwen3.7-plus and glm-5")
    assert "--use" in checks["models"].fix


def test_a_model_is_written_to_the_user_s_file_and_checked(capsys: pytest.CaptureFixture[str]) -> None:
    write_user_file("# mine\n[endpoint]\nmodel = 'old' # why\n")
    with endpoint(*WELL) as chat, chat.serving() as url:
        chat.models = ("glm-5",)
        code, checks, _ = report(capsys, "--base-url", url, "--use", "glm-5")
        assert {request["model"] for request in chat.requests} == {"glm-5"}
    assert code == 0
    assert checks["model choice"].detail == f"{user_settings_path()} names glm-5 now."
    assert checks["models"].status == "ok"
    assert user_settings_path().read_text() == '# mine\n[endpoint]\nmodel = "glm-5" # why\n'


def test_a_choice_that_is_overruled_or_unlisted_is_a_warning(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PT_LSP_MODEL", "theirs")
    with endpoint(*WELL) as chat, chat.serving() as url:
        code, checks, _ = report(capsys, "--base-url", url, "--use", "mine")
    assert code == 0
    assert checks["model choice"].status == "warning"
    assert "PT_LSP_MODEL" in checks["model choice"].detail
    assert checks["models"].status == "skipped"


@pytest.mark.parametrize("model", ["", "a\nb", "x" * 10_000])
def test_what_can_be_no_model_is_one_sentence(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--use", model]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert not user_settings_path().exists()


def test_models_of_other_jobs_are_asked_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    write_user_file('endpoint.models = {edit = "large", explain = "gone"}\n')
    with endpoint(*WELL, status(404), "yes", status(404)) as chat, chat.serving() as url:
        code, checks, _ = report(capsys, "--base-url", url)
        assert [request["model"] for request in chat.requests[-2:]] == ["large", "gone"]
    assert code == 1
    assert checks["model for edit"].status == "ok"
    assert checks["model for explain"].status == "failed"
    assert checks["endpoint"].detail.startswith("qwen3-coder-plus, large for edit, gone for explain at ")


def test_a_model_named_on_the_command_line_does_every_job(capsys: pytest.CaptureFixture[str]) -> None:
    write_user_file('endpoint.models = {completion = "small"}\n')
    with endpoint(*WELL) as chat, chat.serving() as url:
        report(capsys, "--base-url", url, "--model", "mine")
        assert {request["model"] for request in chat.requests} == {"mine"}


def test_values_of_headers_and_fields_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    write_user_file('[endpoint]\nheaders = {X-Key = "SECRET"}\nextra_body = {user = "SECRET"}\n')
    with ScriptedChat(*WELL, extras={"stop", "user"}) as chat, chat.serving() as url:
        assert run(["doctor", "--base-url", url]) == 0
        assert chat.listings[0].headers["x-key"] == "SECRET"
    out = capsys.readouterr().out
    assert "endpoint.headers = X-Key (user file)\n" in out
    assert "endpoint.extraBody = user (user file)\n" in out
    assert "SECRET" not in out


def write_user_file(content: str) -> None:
    path = user_settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def network(settings: EndpointSettings, *, is_loopback: bool = False) -> dict[str, Check]:
    return {check.name: check for check in run_coro(check_network(settings, is_loopback=is_loopback))}


def test_the_environment_s_proxy_is_seen_and_no_proxy_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    seen = network(EndpointSettings(base_url="https://endpoint.invalid/v1"))
    assert seen["proxy"].detail == "127.0.0.1:3128 is used"
    assert seen["DNS"].status == "ok"
    assert seen["TLS"].status == "skipped"
    monkeypatch.setenv("no_proxy", "endpoint.invalid")
    assert network(EndpointSettings(base_url="https://endpoint.invalid/v1"))["DNS"].status == "failed"


def test_the_settings_proxy_wins_over_the_environment_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:3128")
    settings = EndpointSettings(base_url="https://endpoint.invalid/v1", proxy="127.0.0.1:3129")
    assert network(settings)["proxy"].detail == "127.0.0.1:3129 is used"


def test_loopback_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    settings = EndpointSettings(base_url="http://127.0.0.1:1/v1")
    assert network(settings, is_loopback=True)["proxy"].detail == "none is used"


@asynccontextmanager
async def tls_server(authority: trustme.CA) -> AsyncIterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    handled: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handled.append(asyncio.current_task())
        await reader.read()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
    await asyncio.gather(*(task for task in handled if task))


def tls_check(authority: trustme.CA, ca_file: Path | None) -> Check:
    async def check() -> Check:
        async with tls_server(authority) as port:
            settings = EndpointSettings(
                base_url=f"https://127.0.0.1:{port}/v1", ca_file=str(ca_file) if ca_file else None
            )
            return (await check_network(settings, is_loopback=True))[-1]

    return run_coro(check())


def test_an_authority_of_one_s_own_is_trusted_when_it_is_set_and_only_then(tmp_path: Path) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    assert tls_check(authority, ca_file).status == "ok"
    refused = tls_check(authority, None)
    assert refused.status == "failed"
    assert "endpoint.caFile" in refused.fix


def test_a_ca_file_that_is_missing_fails_the_tls_check(tmp_path: Path) -> None:
    assert tls_check(trustme.CA(), tmp_path / "missing.pem").status == "failed"


def test_a_server_that_says_nothing_fails_the_tls_check_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"https://127.0.0.1:{server.getsockname()[1]}/v1"
        settings = EndpointSettings(base_url=url, connect_timeout_s=0.2)
        assert network(settings, is_loopback=True)["TLS"].detail == "no connection within 0.2 s"
