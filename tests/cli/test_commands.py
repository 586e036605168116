import asyncio
import json
from pathlib import Path

import pytest

from pt_lsp.cli.arguments import run
from pt_lsp.store.counts import Cost
from pt_lsp.store.statistics import Counts, Statistics, Subject, statistics_path
from tests.support.chat_steps import Request, Sink, Step, reply
from tests.support.scripted_chat import ScriptedChat, status

SOURCE = 'def greet(name):\r\n    return "Hello, " + name\r\n\r\n\r\ndef add(a, b):\r\n    return \r\n'
NEW_GREET = 'def greet(name):\n    return f"Hello, {name}"\n'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.py"
    path.write_bytes(SOURCE.encode())
    return path


def test_complete_prints_what_would_stand_after_the_cursor(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ScriptedChat("a + b") as chat, chat.serving() as url:
        assert run(["complete", f"{file}:6:12", "--base-url", url, "--model", "tiny"]) == 0
        assert chat.requests[0]["model"] == "tiny"
    captured = capsys.readouterr()
    assert captured.out == "a + b\n"
    assert captured.err == ""


def test_complete_says_why_there_is_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedChat("```python\n```") as chat, chat.serving() as url:
        assert run(["complete", f"{file}:6:12", "--base-url", url]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("pt-lsp: There is no completion here: ")


def test_complete_tells_the_endpoint_s_failure(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedChat(status(401)) as chat, chat.serving() as url:
        assert run(["complete", f"{file}:6:12", "--base-url", url]) == 1
    err = capsys.readouterr().err
    assert "no completion" not in err
    assert err.count("\n") == 1


def test_complete_tells_that_a_line_does_not_exist(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["complete", f"{file}:99:1"]) == 1
    assert "there is no line 99" in capsys.readouterr().err


def test_edit_prints_a_diff_and_leaves_the_file(
    file: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with ScriptedChat(NEW_GREET) as chat, chat.serving() as url:
        assert run(["edit", "a.py:1-2", "Use an f-string.", "--base-url", url]) == 0
        assert "Use an f-string." in chat.requests[0].text
    out = capsysbinary.readouterr().out.decode()
    assert out.startswith("--- a/a.py\n+++ b/a.py\n@@ ")
    assert '-    return "Hello, " + name\r\n+    return f"Hello, {name}"\r\n' in out
    assert file.read_bytes() == SOURCE.encode()


def test_edit_write_changes_the_lines_and_nothing_else(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ScriptedChat(NEW_GREET) as chat, chat.serving() as url:
        assert run(["edit", "a.py:1-2", "Use an f-string.", "--write", "--base-url", url]) == 0
    assert file.read_bytes().decode() == SOURCE.replace('"Hello, " + name', 'f"Hello, {name}"')
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "a.py is written.\n"


def test_edit_write_says_when_the_model_changed_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ScriptedChat(SOURCE.replace("\r\n", "\n")) as chat, chat.serving() as url:
        assert run(["edit", "a.py", "Nothing.", "--write", "--base-url", url]) == 0
    assert file.read_bytes() == SOURCE.encode()
    assert "stays as it is" in capsys.readouterr().err


def test_edit_write_leaves_a_file_that_changed_meanwhile(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def play(request: Request, sink: Sink) -> None:
        await asyncio.to_thread(file.write_text, "# saved by somebody else\n")
        await reply(NEW_GREET).play(request, sink)

    with ScriptedChat(Step("save, then reply", play)) as chat, chat.serving() as url:
        assert run(["edit", "a.py:1-2", "Use an f-string.", "--write", "--base-url", url]) == 1
    assert file.read_text() == "# saved by somebody else\n"
    assert "was changed while the model was writing" in capsys.readouterr().err


def test_edit_write_shows_a_change_that_has_to_be_looked_at_and_leaves_the_file(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ScriptedChat('token = "REDACTED_SECRET_9"\n') as chat, chat.serving() as url:
        assert run(["edit", "a.py:1-2", "Use a token.", "--write", "--base-url", url]) == 1
    assert file.read_bytes() == SOURCE.encode()
    captured = capsys.readouterr()
    assert '+token = "REDACTED_SECRET_9"' in captured.out
    warning, held_back = captured.err.splitlines()
    assert "an invented placeholder" in warning
    assert held_back.startswith("a.py is not written")


def test_edit_that_fails_leaves_the_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedChat(status(400, "no")) as chat, chat.serving() as url:
        assert run(["edit", "a.py:1-2", "Use an f-string.", "--write", "--base-url", url]) == 1
    assert file.read_bytes() == SOURCE.encode()
    assert capsys.readouterr().err.count("\n") == 1


def test_explain_prints_the_model_s_safe_markdown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ScriptedChat("# It *greets*\n\nün ![x](https://e.org/p)") as chat, chat.serving() as url:
        assert run(["explain", "a.py:2", "--base-url", url]) == 0
        assert "<part>\ndef greet(name):" in chat.requests[0].text
    assert capsys.readouterr().out == "# It *greets*\n\nün x (an image at e.org)\n"


def test_an_excluded_file_is_never_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / ".env"
    secret.write_text("A=1\n")
    with ScriptedChat() as chat, chat.serving() as url:
        for argv in (["complete", f"{secret}:1:1"], ["edit", str(secret), "x"], ["explain", str(secret)]):
            assert run([*argv, "--base-url", url]) == 1
            assert ".env is not sent: " in capsys.readouterr().err


def test_a_file_that_git_ignores_is_never_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("private.py\n")
    (tmp_path / "private.py").write_text("x = 1\n")
    with ScriptedChat() as chat, chat.serving() as url:
        assert run(["explain", str(tmp_path / "private.py"), "--base-url", url]) == 1
    assert "private.py is not sent: " in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["packages/app/private/a.py", "linked.py"])
@pytest.mark.parametrize("rule_in", [".gitignore", ".git/info/exclude", "packages/app/.gitignore"])
def test_a_file_that_git_ignores_anywhere_in_the_repository_is_never_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: str, rule_in: str
) -> None:
    app = tmp_path / "packages" / "app"
    for name in (".git/HEAD", ".git/objects/x", ".git/refs/x", "packages/app/.pt-lsp.toml", rule_in):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (app / "private").mkdir()
    (app / "private" / "a.py").write_text("x = 1\n")
    (tmp_path / "linked.py").symlink_to(app / "private" / "a.py")
    (tmp_path / rule_in).write_text("private/\n")
    with ScriptedChat() as chat, chat.serving() as url:
        file = str(tmp_path / asked)
        for argv in (["complete", f"{file}:1:1"], ["edit", file, "x"], ["explain", file]):
            assert run([*argv, "--base-url", url]) == 1
            assert f"is not sent: `{tmp_path / rule_in}`" in capsys.readouterr().err


def test_commands_count_in_the_statistics(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats"]) == 0
    assert capsys.readouterr().out == "Nothing has been asked yet.\n"
    with ScriptedChat("It greets.") as chat, chat.serving() as url:
        run(["explain", str(file), "--base-url", url])
    assert Statistics(statistics_path()).by_subject()[Subject("explain", "python")].asked == 1
    capsys.readouterr()
    assert run(["stats"]) == 0
    rows = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert [row for row in rows if row and row[0] in {"explain", "python", "all"}] == [
        ["explain", "1"],
        ["all", "1"],
        ["python", "1"],
    ]


def test_stats_tell_tokens_cost_and_what_was_kept_as_a_table_of_80_columns_and_as_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    statistics = Statistics(statistics_path())
    counts = Counts(
        asked=1234, reused=5678, shown=2345, accepted=345, characters_30s=4, kept_characters_30s=3
    )
    spent = Counts(prompt_tokens=4_567_890, completion_tokens=23_456, cached_tokens=3_456_789)
    spent += Counts(costs=(Cost("CNY", 1234, 1_234_567_890),), foreseen_characters=30)
    statistics.add("inline completion", counts + spent, "typescript")
    statistics.flush()
    assert run(["stats"]) == 0
    out = capsys.readouterr().out
    assert "list prices" in out
    assert "30 more characters were typed as foreseen" in out
    table = [line.split() for line in out.splitlines() if "typescript" in line]
    assert table == [["typescript", "1234", "2345", "345", "75%", "-", "4.6M", "3.5M", "23k", "1.23"]]
    assert max(map(len, out.splitlines())) <= 80
    assert "CNY 1.23: 1234 of 1234 requests" in out
    assert run(["stats", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["cost"]["amount"], told["cost"]["currency"]) == (1.234568, "CNY")
    assert told["byLanguage"]["typescript"]["keptShare"] == 0.75


def test_stats_in_two_currencies_fit_into_80_columns_and_add_nothing_together(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    statistics = Statistics(statistics_path())
    costs = (Cost("USD", 2, 1_234_567_890), Cost("CNY", 1, 500_000_000))
    statistics.add(
        "inline completion", Counts(asked=1234, prompt_tokens=4_567_890, costs=costs), "typescript"
    )
    statistics.flush()
    assert run(["stats"]) == 0
    out = capsys.readouterr().out
    assert "USD 1.23: 2 of 1234 requests" in out
    assert "CNY 0.5000: 1 of 1234 requests" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out
