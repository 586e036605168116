"""What `pt-lsp local-model` tells, with no engine loaded; `tests/local_model` runs the real one."""

import socket

import pytest

from pt_lsp.cli import local_model
from pt_lsp.cli.arguments import run
from pt_lsp.local_model.serving import Announce


def test_a_key_of_one_s_own_is_taken_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = []

    def serve(_port: object, _path: object, key: str, announce: Announce, **_options: object) -> None:
        taken.append(key)
        announce("http://127.0.0.1:1/v1", "small-model")

    monkeypatch.setattr(local_model, "serve", serve)
    monkeypatch.setenv("PT_LSP_LOCAL_KEY", " MARKED-0123456789 ")
    local_model.local_model(0, None, is_verbose=False)
    told = capsys.readouterr().out
    assert taken == ["MARKED-0123456789"]
    assert told.startswith("http://127.0.0.1:1/v1\n")
    assert "MARKED" not in told


def test_what_cannot_be_a_key_is_refused_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PT_LSP_LOCAL_KEY", "MARKED two words")
    assert run(["local-model"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("pt-lsp: PT_LSP_LOCAL_KEY cannot be used: ")
    assert "MARKED" not in told


@pytest.mark.model
@pytest.mark.parametrize(("port", "words"), [("taken", "is taken"), ("70000", "There is no port 70000")])
def test_a_port_that_cannot_be_used_is_told_before_the_model_is_loaded(
    port: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run(["local-model", "--port", port.replace("taken", str(taken.getsockname()[1]))]) == 1
    assert words in capsys.readouterr().err
