"""What is no secret goes out as it is: ordinary code, hashes, lock files, minified text."""

import gzip
import json
import random

import pytest

from pt_lsp.privacy.detectors.scanning import SecretScanner
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
    # by position
    'login("admin", "test-user-2")',
    'connect("db-replica-2.internal", "reporting", "utf8mb4")',
    'auth=("user", os.environ["API_PASSWORD_2"])',
    'client = createClient("https://a.example.net/v2", options2)',
    f'assert digest == "{HEX}"',
    'hmac.new(key, b"message-part-2", hashlib.sha256)',
    "connect('click', 'thread-cell-set!', 'udp-receive!*')",
    # lists and tables
    'tokens = ["LBRACE2", "STRING_LITERAL_2", "[A-Za-z0-9_]+"]',
    'API_KEYS = ["your-key-1", os.environ["KEY_2"], "<key3>"]',
    "passwords: list[str] = [password1, password2]",
    "secrets:\n  - my-app-secret\n  - db-credentials-2",
    "user,password\nrita,hash-of-it\n",
    "before, token\nself.tokenize(base2, VARIABLE)\n",
    "INSERT INTO users (name, password) VALUES (:name2, :password2)",
    'password = "first half " + name2 + ", second"',
    # shells and databases
    "docker run -p 8080:80 -v a:b mysql -u root -p$PASSWORD",
    "mysql -u root -p shop2024 < dump.sql",
    "tar -xzpf archive2024.tar.gz",
    "IDENTIFIED BY '${DB_PASSWORD_2}'",
    "curl -u $USER:$TOKEN2 https://a.example.net",
    "openssl rsa -passin env:KEY_PASS2",
    # prose
    "The password must have at least 8characters and be changed after 90days.",
    "# the token is validated by validate_token2()",
    "@deprecated pass `ColumnNode[]` instead of strings2",
    "Use the API key from settings2.py, see docs/auth2.md",
    "x = total / 2**shift2",
    # fallbacks and definitions
    "#define TOKEN_TYPE_2 17",
    '#define KEY_NAME "main-key-2"',
    'password = os.getenv("DB_PASSWORD") or getpass("Password2: ")',
    'parser.add_argument("--token", default=DEFAULT_TOKEN2)',
    'variable "db_password" {\n  type = string2\n}',
    "${TOKEN:-$OTHER_TOKEN2}",
    # words
    "abstract boolean break byte case catch char class const continue default double",
    "the quick brown fox jumps over the lazy dog and then runs away again quickly",
    # addresses and headers
    "GET /items?key=main-item-of-the-list&sort=asc",
    "Cookie: theme=dark-mode-version2; lang=en",
    '{"k": "main-item-of-the-list-that-has-a-long-name-2"}',
    # short values
    'api_key = "my2ndApiKey"',
    'os.environ.get("API_KEY", "testKey123")',
    'headers = {"X-Api-Key": apiKey2}',
    "Authorization: Bearer accessToken1",
    "api_key = 'deadbeef0123'",
    "auth_token=Md5Sha1Sum",
    "# the api key is validated by check2Key",
    'cacheKey = "hq71wkPz3vb"',
    "commit hq71wkPz3vb",
    "ALTER ROLE app WITH PASSWORD 'password'",
    "ALTER ROLE app WITH PASSWORD '${PASSWORD_2}'",
    "SET PASSWORD FOR bob = PASSWORD('pass123')",
    "Login on Chrome / Firefox102 browsers",
    "Log in with admin / admin123 on staging.",
    'secret = {"name2": 1}',
    '{"kty": "RSA", "k": "Wm4vK9tXq2ZrB7nLs1PdG6yHc"}',
    '{"kty": "oct", "k": "example-key-of-a-doc-2"}',
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
