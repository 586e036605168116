import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.privacy.placeholders import Placeholders, count_placeholders
from pt_lsp.privacy.restorer import Restorer
from pt_lsp.privacy.secrets import Redactor

ALPHANUMERIC = "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY" * 4
HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9" * 2

TOKENS = {
    "AWS access key": "AKIA" + "Z3Q7" * 4,
    "AWS temporary key": "ASIA" + "Z3Q7" * 4,
    "GitHub personal": "ghp_" + ALPHANUMERIC[:36],
    "GitHub OAuth": "gho_" + ALPHANUMERIC[:36],
    "GitHub fine-grained": "github_pat_" + ALPHANUMERIC[:22] + "_" + ALPHANUMERIC[:59],
    "GitLab": "glpat-" + ALPHANUMERIC[:20],
    "Slack bot": "xoxb-" + "1234567890-" * 2 + ALPHANUMERIC[:24],
    "Slack app": "xapp-1-" + ALPHANUMERIC[:24],
    "Stripe": "sk_live_" + ALPHANUMERIC[:24],
    "Google": "AIza" + ALPHANUMERIC[:35],
    "OpenAI": "sk-" + ALPHANUMERIC[:48],
    "OpenAI project": "sk-proj-" + ALPHANUMERIC[:40] + "_-x",
    "Anthropic": "sk-ant-api03-" + ALPHANUMERIC[:40],
    "npm": "npm_" + ALPHANUMERIC[:36],
    "PyPI": "pypi-AgEIcHlwaS5vcmc" + ALPHANUMERIC[:60],
    "JWT": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0." + ALPHANUMERIC[:43],
    "Hugging Face": "hf_" + ALPHANUMERIC[:34],
    "DigitalOcean": "dop_v1_" + HEX,
    "SendGrid": "SG." + ALPHANUMERIC[:22] + "." + ALPHANUMERIC[:43],
    "Vault": "hvs." + ALPHANUMERIC[:24],
    "Alibaba Cloud": "LTAI" + ALPHANUMERIC[:20],
}

PRIVATE_KEY_BODY = "\n".join(
    ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"] * 6 + ["Q9w0BAQ=="]
)
PRIVATE_KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{PRIVATE_KEY_BODY}\n-----END RSA PRIVATE KEY-----"

ASSIGNED = [
    'password = "{}"',
    "password = '{}'",
    "DB_PASSWORD='{}'",
    'let apiKey = "{}";',
    "const clientSecret: string = `{}`;",
    '{{"auth-token": "{}", "x": 1}}',
    'api_key: str = "{}"',
    'let token: &str = "{}";',
    'const apiKey string = "{}"',
    'apiKey := "{}"',
    'os.environ["API_KEY"] = "{}"',
    '"secret" => "{}"',
    'if password == "{}":',
    'connect(password="{}")',
    "export GITHUB_TOKEN={}",
    "ENV SECRET_KEY={}\n",
    'Authorization: "Bearer {}"',
    "postgres://app:{}@db.internal:5432/app",
    'passphrase = b"{}"',
]


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS.keys())
@pytest.mark.parametrize("around", ["{}", 'x = "{}"', "curl -H 'X-Key: {}' \\", "# {}\n", "f({})"])
def test_a_well_known_token_is_replaced(token: str, around: str) -> None:
    assert Redactor().redact(around.format(token)) == around.format("REDACTED_SECRET_1")


@pytest.mark.parametrize("around", ASSIGNED)
def test_only_the_value_assigned_to_a_telling_name_is_replaced(around: str) -> None:
    assert Redactor().redact(around.format("k7Hq-29vXw_m4Tz8Lp1s")) == around.format("REDACTED_SECRET_1")


@pytest.mark.parametrize(
    "form", ["aws_secret_access_key = {}\n", 'AWS_SECRET_ACCESS_KEY="{}"', '"secretAccessKey": "{}"']
)
def test_an_aws_secret_needs_no_quotes(form: str) -> None:
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY"
    assert Redactor().redact(form.format(secret)) == form.format("REDACTED_SECRET_1")


@pytest.mark.parametrize(
    "text",
    [
        'password = "password"',
        'password = os.environ["DB_PASSWORD"]',
        'token = "${GITHUB_TOKEN}"',
        'token = "{{ vault_token }}"',
        'api_key = "your-api-key-here-123"',
        'api_key = "<api_key_1>"',
        'secret = "changeme123"',
        'token = "aaaaaaaa1111"',
        'password_label = "Enter3Password"',
        'token_url = "https://auth.internal/token1"',
        'secret_name: "my-app-secret"',
        'name = "k7Hq29vXwm4Tz8Lp1s"',
        "token = tokens[index12345]",
        "url = 'https://user@host/path:80'",
        "postgres://user:password@localhost/db",
        "postgres://user:${DB_PASS}@localhost/db",
        "risk-assessment-of-the-2024-report-and-more",
        "task-management-of-the-2024-report-and-more",
        "class='sk-circle-fade-dot-wrapper-large'",
        'BEGIN = "-----BEGIN PRIVATE KEY-----"\nEND = "-----END PRIVATE KEY-----"',
        "KEY=value",
        "self.SECRET=abcdefgh1234",
        "commit 0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d",
        "Bearer authentication-is-used-here-throughout",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert Redactor().redact(text) == text


def test_a_private_key_block_is_replaced_as_a_whole() -> None:
    assert Redactor().redact(f"a\n{PRIVATE_KEY}\nb") == "a\nREDACTED_SECRET_1\nb"


def test_a_private_key_in_one_line_of_source_is_replaced() -> None:
    line = 'KEY = "{}"'
    escaped = PRIVATE_KEY.replace("\n", "\\n")
    assert Redactor().redact(line.format(escaped)) == line.format("REDACTED_SECRET_1")


def test_an_encrypted_private_key_with_headers_is_replaced() -> None:
    headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B2C3D4E5F6071\n\n"
    begin = "-----BEGIN RSA PRIVATE KEY-----\n"
    assert Redactor().redact(PRIVATE_KEY.replace(begin, begin + headers)) == "REDACTED_SECRET_1"


def test_a_private_key_that_an_excerpt_cuts_at_its_end_is_replaced() -> None:
    cut = PRIVATE_KEY[:300]
    assert Redactor().redact(f"{cut}\n</code>") == "REDACTED_SECRET_1\n</code>"


def test_a_private_key_that_an_excerpt_cuts_at_its_start_is_replaced() -> None:
    cut = PRIVATE_KEY[100:]
    assert Redactor().redact(f"<code>\n{cut}\nx") == "<code>\nREDACTED_SECRET_1\nx"


def test_the_same_secret_keeps_its_placeholder_from_text_to_text() -> None:
    redactor = Redactor()
    first, second = TOKENS["npm"], TOKENS["GitLab"]
    assert (
        redactor.redact(f"{first} {second} {first}")
        == "REDACTED_SECRET_1 REDACTED_SECRET_2 REDACTED_SECRET_1"
    )
    assert redactor.redact(second) == "REDACTED_SECRET_2"
    assert redactor.placeholders == {"REDACTED_SECRET_1": first, "REDACTED_SECRET_2": second}


def test_text_that_reads_like_a_placeholder_comes_back_as_it_was() -> None:
    redactor = Redactor()
    text = f"REDACTED_SECRET_1 {TOKENS['npm']} REDACTED_SECRET_01"
    redacted = redactor.redact(text)
    assert redacted == "REDACTED_SECRET_1 REDACTED_SECRET_2 REDACTED_SECRET_3"
    assert restored(redacted, redactor, [7]) == text


def test_a_token_inside_a_value_that_is_no_secret_is_still_found() -> None:
    token = TOKENS["npm"]
    assert Redactor().redact(f'url = "example/{token}"') == 'url = "example/REDACTED_SECRET_1"'


def test_only_the_most_recently_seen_secrets_are_remembered() -> None:
    redactor = Redactor(limit=2)
    tokens = [f"npm_{ALPHANUMERIC[:36]}{n}" for n in range(4)]
    redactor.redact(" ".join(tokens[:3]))
    redactor.redact(tokens[1])
    assert redactor.placeholders == {"REDACTED_SECRET_2": tokens[1], "REDACTED_SECRET_3": tokens[2]}
    assert redactor.redact(tokens[0]) == "REDACTED_SECRET_4"


def restored(redacted: str, redactor: Redactor, sizes: list[int]) -> str:
    glued = count_placeholders([redacted], redactor.placeholders)[1]
    restorer = Restorer(Placeholders(redactor.placeholders, glued))
    text = ""
    while redacted:
        for size in sizes:
            text += restorer.push(redacted[:size])
            redacted = redacted[size:]
    return text + restorer.finish()


PIECES = st.one_of(
    st.sampled_from(sorted(TOKENS.values())),
    st.sampled_from([form.format("k7Hq-29vXw_m4Tz8Lp1s") for form in ASSIGNED]),
    st.sampled_from(
        ["REDACTED_SECRET_", "REDACTED_SECRET_1", "REDACTED_SECRET_12", "REDACTED", "R", "_1", "0", "7"]
    ),
    st.sampled_from([PRIVATE_KEY, PRIVATE_KEY[:200], PRIVATE_KEY[150:], "\n", " ", '"', "=", "token="]),
    st.integers(0, 30).map(lambda n: f"glpat-{n:02}{ALPHANUMERIC[:20]}"),
    st.text(max_size=5),
)


@given(st.lists(PIECES, max_size=40).map("".join), st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_restoring_what_was_redacted_gives_the_text_back_under_any_chunking(
    text: str, sizes: list[int]
) -> None:
    redactor = Redactor()
    assert restored(redactor.redact(text), redactor, sizes) == text


def test_random_printable_text_survives_the_round_trip() -> None:
    source = random.Random(7)
    letters = "ab1=:\"'`@/ -_\n.AKIAghp_sk-"
    for _ in range(200):
        text = "".join(source.choices(letters, k=400))
        redactor = Redactor()
        assert restored(redactor.redact(text), redactor, [13]) == text
