"""However a file is cut, its secrets are replaced before anything goes out, or were left out already."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_lsp.privacy.secrets import Redactor
from pt_lsp.settings.options import PrivacySettings, Settings
from tests.support.indexed_workspace import Workspace, with_workspace
from tests.support.looked_up import LookedUp, look_up

LETTERS = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
SECRET = "k7Hq-29vXw_m4Tz8Lp1s"
SEEN = 12
"""So many characters in a row of a secret are a part of it that went out."""


def key(dice: random.Random, width: int, n_lines: int) -> str:
    body = "\n".join("".join(dice.choices(LETTERS, k=width)) for _ in range(n_lines))
    short = "".join(dice.choices(LETTERS, k=21))
    return f"-----BEGIN RSA PRIVATE KEY-----\n{body}\n{short}\n-----END RSA PRIVATE KEY-----"


def planted(dice: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Texts, each with what must not go out of it."""
    for width in (64, 40, 76):
        pem = key(dice, width, dice.randint(3, 30))
        yield f'PEM = """\n{pem}\n"""\n', pem.split("\n")[1:-1]
        yield f"def pem():\n    return '''{pem}'''\n", pem.split("\n")[1:-1]
    for form in (
        'password = "{}"\n',
        "password = (\n    '{}'\n)\n",
        "password =\n  '{}'\n",
        "env:\n  - name: DB_PASSWORD\n    value: '{}'\n",
        "db_password: >-\n  {}\n",
        'connect(\n    user="app",\n    password="{}",\n)\n',
        "url = 'postgres://app:{}@db.internal:5432/app'\n",
    ):
        secret = "".join(dice.sample(SECRET, len(SECRET)))
        yield form.format(secret), [secret]


def code(dice: random.Random) -> str:
    return "".join(f"def go_{dice.randint(0, 9)}(a):\n    return a\n" for _ in range(dice.randint(0, 30)))


def parts(secret: str) -> Iterator[str]:
    return (secret[n : n + SEEN] for n in range(len(secret) - SEEN + 1))


@pytest.mark.repeats
def test_no_part_of_a_planted_secret_goes_out(tmp_path: Path) -> None:
    dice = random.Random(5)
    files = {}
    secrets = []
    for n in range(30):
        text, hidden = dice.choice(list(planted(dice)))
        whole = Redactor().redact(text)
        secrets += [part for each in hidden for part in parts(each) if part not in whole]
        files[f"src/part{n}.{dice.choice(('py', 'yaml', 'ts'))}"] = code(dice) + text + code(dice)

    async def play(workspace: Workspace) -> None:
        workspace.write(files)
        looked_up = LookedUp(workspace)
        await looked_up.write("-- main.py --\n")
        for _ in range(120):
            path = dice.choice(list(files))
            lines = files[path].split("\n")
            first = dice.randint(1, len(lines))
            last = first + dice.choice((0, 1, 3, 30))
            line = dice.choice(lines)
            text = line[: dice.randint(2, 40)] or "go"
            said = [
                await looked_up("read_lines", path=path, first=first, last=last),
                await looked_up("search_text", text=text, path=dice.choice(("", path))),
                await looked_up(
                    "find_references", name=dice.choice(("password", "value", "PEM", "a", "RSA"))
                ),
                await looked_up("find_definition", name=dice.choice(("password", "pem", "PEM", "env"))),
            ]
            sent = "\n".join(map(Redactor().redact, said))
            assert [part for part in secrets if part in sent and part not in text] == []

    with_workspace(play)(tmp_path)
    assert len(secrets) > 500


def test_what_is_a_secret_by_itself_is_left_to_the_gateway(tmp_path: Path) -> None:
    files = f"-- a.py --\n-- b.py --\nuser = 'app'\npassword = '{SECRET}'\n"
    assert look_up(tmp_path, files, "read_lines", path="b.py").endswith(f"\npassword = '{SECRET}'")
    assert look_up(tmp_path, files, "find_definition", name="password").endswith(f"password = '{SECRET}'")


def test_of_a_key_that_is_cut_the_lines_are_left_out(tmp_path: Path) -> None:
    lines = key(random.Random(1), 40, 6)
    files = f"-- a.py --\n-- b.py --\nx = 1\nKEY = '''{lines}'''\ny = 2\n"
    assert look_up(tmp_path, files, "read_lines", path="b.py", first=5, last=11) == (
        "b.py (lines 5 to 11 of 11):\n(a secret is left out)\n\n\n\n\n'''\ny = 2"
    )
    assert (
        look_up(tmp_path, files, "search_text", text="PRIVATE KEY") == "No line with `PRIVATE KEY` was found."
    )


def test_a_line_alone_shows_no_secret(tmp_path: Path) -> None:
    files = f"-- a.py --\n-- b.py --\npassword = '{SECRET}'\n"
    shown = "b.py:1: password = '(a secret is left out)'"
    assert look_up(tmp_path, files, "find_references", name="password") == shown
    assert look_up(tmp_path, files, "search_text", text=SECRET[:9]).startswith("No line")


@with_workspace
async def test_where_secrets_may_go_out_nothing_is_left_out(workspace: Workspace) -> None:
    workspace.settings = Settings(privacy=PrivacySettings(redact_secrets=False))
    looked_up = LookedUp(workspace)
    await looked_up.write(f"-- a.py --\n-- b.py --\npassword = '{SECRET}'\n")
    assert await looked_up("search_text", text="password") == f"b.py:1: password = '{SECRET}'"
