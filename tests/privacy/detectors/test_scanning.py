"""The cache of what holds no secret: same findings as without it, in a fraction of the time."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.privacy.detectors.scanning import SecretScanner
from pt_lsp.privacy.secrets import Redactor

SECRET = "k7Hq-29vXw_m4Tz8Lp1s"
KEY_LINES = ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"] * 6 + ["Q9w0BAQ=="]
KEY = ["-----BEGIN RSA PRIVATE KEY-----", *KEY_LINES, "-----END RSA PRIVATE KEY-----"]
LINES = [
    "def connect(self, name: str) -> None:",
    "    return self.pool[name]",
    "",
    "}",
    'password = "{}"',
    f'password = "{SECRET}"',
    f'"{SECRET}"',
    "const apiKey =",
    "- name: DB_PASSWORD",
    f"  value: {SECRET}",
    "<key>password</key>",
    f"<string>{SECRET}</string>",
    f"API_TOKEN={SECRET}",
    "postgres://app:s3cr3t@db/app",
    "glpat-" + "aB3dE5fG7hJ9kL1mN2pQ",
    "from-the-env-file-42",
    "REDACTED_SECRET_1",
    "API_KEYS = [",
    f'    "{SECRET}",',
    "]",
    "token = (",
    f'    "{SECRET[:10]}" +',
    f'    "{SECRET[10:]}")',
    "connect(url,",
    '    "svc",',
    "user,password",
    "rita,Plover4!Ash",
    "tokens:",
    "tokens: # of two",
    "  # one of them",
    "/* one",
    "of them */",
    "tokens =",
    "",
    f"  - {SECRET}",
    'variable "db_password" {',
    '  default = "Plover4!Ash"',
    "INSERT INTO t (a, password) VALUES",
    "('b', 'Plover4!Ash')",
    *KEY,
]
TEXTS = st.lists(st.sampled_from(LINES), max_size=30)


@st.composite
def edited_texts(draw: st.DrawFn) -> list[str]:
    """A text and what random edits of its lines make of it, one after another."""
    lines = draw(TEXTS)
    texts = ["\n".join(lines)]
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines)))
        lines = lines[:at] + draw(TEXTS) + lines[at + draw(st.integers(0, 3)) :]
        text = draw(st.sampled_from(["\n", "\r\n"])).join(lines)
        cut = draw(st.integers(0, len(text)))
        texts.append(text[:cut] + draw(st.text(max_size=3)) + text[cut:])
    return texts


@given(edited_texts())
def test_what_was_seen_before_changes_nothing_of_what_is_found(texts: list[str]) -> None:
    known = {"from-the-env-file-42": "value of X in .env"}
    scanner = SecretScanner()
    scanner.know(known)
    for text in texts:
        fresh = SecretScanner()
        fresh.know(known)
        assert scanner.find(text) == fresh.find(text)


@given(TEXTS, TEXTS)
def test_a_secret_is_found_whatever_stands_around_it(before: list[str], after: list[str]) -> None:
    middle = [f'password = "{SECRET}"', f"export TOKEN={SECRET}", *KEY]
    redacted = Redactor().redact("\n".join([*before, "", *middle, "", *after]))
    assert f'password = "{SECRET}"' not in redacted
    assert f"TOKEN={SECRET}" not in redacted
    assert KEY_LINES[0] not in redacted


@given(edited_texts())
def test_findings_are_in_order_apart_and_end_before_no_digit(texts: list[str]) -> None:
    for text in texts:
        position = 0
        for found in SecretScanner().find(text):
            assert position <= found.start < found.end <= len(text)
            assert not text[found.end : found.end + 1].isdecimal() or text[found.end] not in "0123456789"
            position = found.end


@pytest.mark.parametrize(
    "text",
    [
        f'api_key =\n    "{SECRET}"',
        f'"password":\r\n  "{SECRET}"',
        f'login(password=(\n    "{SECRET}"))',
        f"env:\n  - name: DB_PASSWORD\n    value: {SECRET}",
        f"<key>apiToken</key>\n<string>{SECRET}</string>",
        f'<entry key="password"\n  value="{SECRET}"/>',
    ],
)
def test_a_value_may_stand_on_the_line_after_its_name(text: str) -> None:
    assert SECRET not in Redactor().redact(text)


def test_newly_known_values_are_found_in_text_seen_before() -> None:
    scanner = SecretScanner()
    assert scanner.find("x = correct-horse-9") == []
    scanner.know({"correct-horse-9": "value of A in .env"})
    assert [found.kind for found in scanner.find("x = correct-horse-9")] == ["value of A in .env"]
    scanner.know({})
    assert scanner.find("x = correct-horse-9") == []


def test_a_prompt_that_keeps_its_lines_costs_a_fraction_of_the_first() -> None:
    source = random.Random(3)
    words = ["value", "token", "self", "key", "index", "return", "name", "(x)", "= None"]
    lines = [" ".join(source.choices(words, k=5)) + f" {number}" for number in range(700)]
    scanner = SecretScanner()

    def cost_s(text: str) -> float:
        started_s = time.perf_counter()
        scanner.find(text)
        return time.perf_counter() - started_s

    first_s = cost_s("\n".join(lines))
    again_s = min(cost_s("\n".join([*lines[:400], "x" * n, *lines[400:]])) for n in range(20))
    assert again_s < first_s / 4
