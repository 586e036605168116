import getpass
import io
from collections.abc import Iterator

import pytest

from pt_lsp.cli.arguments import run

Held = dict[tuple[str, str], str]

KEY = "pt-live-FAKE0123456789"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """A keyring in memory behind the real `keyring` package."""
    import keyring as package
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    held: Held = {}

    class InMemory(KeyringBackend):
        priority = 1

        def set_password(self, service: str, username: str, password: str) -> None:
            held[service, username] = password

        def get_password(self, service: str, username: str) -> str | None:
            return held.get((service, username))

        def delete_password(self, service: str, username: str) -> None:
            if (service, username) not in held:
                raise PasswordDeleteError
            del held[service, username]

    before = package.get_keyring()
    package.set_keyring(InMemory())  # type: ignore[no-untyped-call] # keyring ships no types
    monkeypatch.setattr("pt_lsp.cli.login.sys.stdin", io.StringIO(f"{KEY}\n"))
    yield held
    package.set_keyring(before)


def test_login_stores_the_key_and_does_not_print_it(
    keyring: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["login"]) == 0
    assert list(keyring.values()) == [KEY]
    captured = capsys.readouterr()
    assert KEY not in captured.out + captured.err


def test_login_on_a_terminal_asks_without_echo(keyring: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pt_lsp.cli.login.sys.stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: KEY)
    assert run(["login"]) == 0
    assert list(keyring.values()) == [KEY]


def test_login_without_a_key_stores_nothing(
    keyring: Held,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("pt_lsp.cli.login.sys.stdin", io.StringIO("\n"))
    assert run(["login"]) == 1
    assert keyring == {}
    assert "nothing is stored" in capsys.readouterr().err


def test_logout_removes_the_key_and_is_content_without_one(
    keyring: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["login"])
    assert run(["logout"]) == 0
    assert keyring == {}
    assert run(["logout"]) == 0
    assert "held no key" in capsys.readouterr().out
