"""What is no secret goes out as it is: ordinary code, hashes, lock files, minified text."""

import gzip
import json
import random

import pytest

from pt_lsp.privacy.scanning import SecretScanner
from tests.support.shared_data import shared_data

HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
INTEGRITY = "sha512-mzyQZ4/Kj3EY6mpLcMUjqYyK9yHbLr1kq4lPy3c7rR0n1f9c9Fh3y6K8kq1l0pYV0m2D7hZtqz8oVw6b1Q3JxA=="

ORDINARY = [
    f'"integrity": "{INTEGRITY}",',
    f"golang.org/x/sync v0.7.0 h1:{HEX[:43]}=",
    f'{{file = "a-1.0-py3-none-any.whl", hash = "sha256:{HEX}"}},',
    f'checksum = "{HEX}"',
    f"FROM python@sha256:{HEX}",
    f"commit {HEX[:40]}",
    f'<script src="a.js" integrity="{INTEGRITY}"></script>',
    'PublicKeyToken="b77a5c561934e089"',
    'nextPageToken: "CAUQAA3f9Xb2Kq7L"',
    "  password: Uint8Array",
    "token = parser.tokens2.next_token",
    'token_type = "oauth2_access_v2"',
    "def reset_password(token: str, password1: str, password2: str) -> None:",
    "'password' => 'required|string|min:8|confirmed',",
    'password = forms.CharField(label="Password2")',
    'expect(tokens[3]).toEqual({ type: "STRING_LITERAL_2", key: "value1" });',
    'if token == "LBRACE2":',
    'cacheKey = "user-profile-v2"',
    "self.secret = get_secret_value2(name)",
    "secretKeyRef:\n  name: my-app-secrets-2\n  key: db-password-1",
    "<PasswordInput value={password1} />",
    'cmd.Env = append(cmd.Env, "PWD="+cmd.Dir)',
    "url = '?token='+token1+'&x=1'",
    'describe("password", "Password of at least 8")',
    'getItem("session-token-v2")',
    "git clone https://user@github.com/a/b.git",
    "http://localhost:8080/a@b",
    "docker run -u 1000:1000 image",
    "author = 'Key2Success Inc'",
    'authenticate("basic realm2")',
    "AuthToken64bitEncoderV2Factory.create()",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@host",
    'credentials: "include1"',
    "API_TOKEN=${API_TOKEN}",
    "password: !vault |",
    "--password $DB_PASSWORD1",
    "SECRET_KEY = env('SECRET_KEY_2')",
    f'const hash = "{HEX}";',
    "uuid = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_goes_out_untouched(text: str) -> None:
    assert SecretScanner().find(text) == []


def test_a_certificate_is_no_secret() -> None:
    source = random.Random(1)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    lines = ["".join(source.choices(letters, k=64)) for _ in range(12)]
    whole = ["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----"]
    for certificate in (whole, whole[:-1], whole[1:]):
        assert SecretScanner().find("\n".join(certificate)) == []
    assert [found.kind for found in SecretScanner().find("\n".join(lines))] == ["line of a key"]


def test_minified_text_goes_out_untouched() -> None:
    minified = ";".join(f'var a{n}=b("key{n}",{{token:c{n},d:[{n}]}})' for n in range(2000))
    assert SecretScanner().find(minified) == []


@pytest.mark.shared_data
def test_seven_megabytes_of_real_code_go_out_untouched() -> None:
    found = []
    with gzip.open(
        shared_data() / "context_cases" / "dev" / "repos.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        for line in lines:
            repository = json.loads(line)
            for path, text in repository["files"].items():
                kinds = [finding.kind for finding in SecretScanner().find(text)]
                found += [f"{repository['repo']} {path}: {kind}" for kind in kinds]
    assert found == []
