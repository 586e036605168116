"""The forms in which a value follows a telling name, and which names tell."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.privacy.detectors.names import is_telling
from pt_lsp.privacy.detectors.scanning import SecretScanner
from pt_lsp.privacy.secrets import Redactor

DRAWN = "k7Hq-29vXw_m4Tz8Lp1s"
TYPED = "tr0ub4dor"
STRONG = "Tr0ub4dor&3"
SHORT = r"[b-df-hj-np-tv-z]{2}[0-9]{2}[b-df-hj-np-tv-z]{2}[B-DF-HJ-NP-TV-Z][b-df][0-9][b-df]{0,2}"

FORMS_OF_DRAWN = [
    'apiKey = "{}"',
    'os.environ["API_KEY"] = "{}"',
    'os.environ.get("API_KEY", "{}")',
    'getenv("API_KEY") or "{}"',
    "process.env.API_KEY || '{}'",
    "process.env.API_KEY ?? `{}`",
    'token = SecretStr("{}")',
    'key = api_key = bytes.fromhex("{}")',
    'var token = new Token("{}");',
    'std::string api_key{{"{}"}};',
    'client.setApiKey("{}")',
    'headers = {{"X-Api-Key": "{}"}}',
    '"X-Auth-Token: {}"',
    "X-Api-Key: {}\n",
    'Authorization: "token {}"',
    "Authorization: ApiKey {}",
    "ENV API_KEY {}\n",
    "setx API_KEY {}\n",
    "set API_KEY={}\n",
    '$env:API_KEY = "{}"',
    "docker run -e API_KEY={} image",
    "--token {} --verbose",
    "api_key = {}\n",
    "//registry.npmjs.org/:_authToken={}\n",
    'token = """{}"""',
    '{{\\"password\\":\\"{}\\"}}',
    "secret_key_base: {}\n",
]
FORMS_OF_TYPED = [
    "'password' => '{}',",
    ':password => "{}"',
    'password := "{}"',
    'password: "{}"',
    'const PASSWORD: &str = "{}";',
    'char password[] = "{}";',
    'private static final String PASSWORD = "{}";',
    "<password>{}</password>",
    '<property name="password" value="{}"/>',
    "jdbc:mysql://h/db?user=a&password={}",
    "jdbc:sqlserver://h;user=sa;password={};encrypt=true",
    "jdbc:oracle:thin:scott/{}@h:1521:xe",
    "Server=db;User Id=sa;Password={};",
    '"Server=db;Pwd={}"',
    '"host=h user=a password={} dbname=x"',
    "redis://:{}@h:6379",
    "amqps://u:{}@h/v",
    "mongodb+srv://u:{}@c.mongodb.net",
    'dsn = "app:{}@tcp(db:3306)/app"',
    "-Dpassword={}",
    "--password={}",
    "  - POSTGRES_PASSWORD={}\n",
    "  POSTGRES_PASSWORD: {}\n",
    "PGPASSWORD={} psql",
    "spring.datasource.password={}\n",
    "spring.datasource.password: {}\n",
    'dbPass = "{}"',
    'wifi_psk="{}"',
]
FORMS_OF_STRONG = [
    '$password = "{}";',
    '.setPassword("{}")',
    "props.put('db.password', '{}');",
    "define('DB_PASSWORD', '{}');",
    'let password = String::from("{}");',
    "ansible_ssh_pass: {}\n",
]


@pytest.mark.parametrize(
    ("form", "secret"),
    [
        *((form, DRAWN) for form in FORMS_OF_DRAWN),
        *((form, TYPED) for form in FORMS_OF_TYPED),
        *((form, STRONG) for form in FORMS_OF_STRONG),
    ],
)
def test_the_value_alone_is_replaced(form: str, secret: str) -> None:
    assert Redactor().redact(form.format(secret)) == form.format("REDACTED_SECRET_1")


@given(st.from_regex(SHORT, fullmatch=True).filter(lambda value: len(set(value)) > 5))
def test_a_short_drawn_value_is_told_by_a_name_of_nothing_but_secrets(value: str) -> None:
    assert SecretScanner().find(f'tag = "{value}"; cacheKey = "{value}"') == []
    redacted = Redactor().redact(f'tag = "{value}"; api_key = "{value}"')
    assert redacted == 'tag = "REDACTED_SECRET_1"; api_key = "REDACTED_SECRET_1"'


@pytest.mark.parametrize("form", ['password = "{}', "apiKey: '{}", "token=`{}"])
def test_a_value_may_be_cut_by_the_end_of_an_excerpt(form: str) -> None:
    assert Redactor().redact(form.format(DRAWN)) == form.format("REDACTED_SECRET_1")


@pytest.mark.parametrize("mark", ["<|cursor|>", "<|cursor2|>", "<|fim_suffix|>"])
def test_the_mark_of_a_cursor_within_a_value_stays(mark: str) -> None:
    text = f'password = "{DRAWN[:7]}{mark}{DRAWN[7:]}"'
    assert Redactor().redact(text) == f'password = "REDACTED_SECRET_1{mark}REDACTED_SECRET_2"'


def test_a_value_is_told_by_its_whole_name() -> None:
    (found,) = SecretScanner().find(f'my.app.dbPassword = "{DRAWN}"')
    assert found.kind == "value of my.app.dbPassword"


TELLING = "password db_password DB_PASS dbPass passphrase api-key apiKey APIKEY AUTH_TOKEN"
TELLING_TOO = "clientSecret SECRET_KEY_BASE aws_secret_access_key signing_key_2 creds credentials psk"
NOT_TELLING = "key cacheKey public_key publicKeyToken nextPageToken csrf_token bypass compass author"
NOT_TELLING_EITHER = "token_url secretName password_label tokenizer keys monkey PWD İstanbul_key"
HOSTILE = [
    "/",
    "key",
    "passkey",
    "pass: ",
    "auth ",
    "password=",
    "'key-",
    "token ",
    "a:b@",
    "://a:",
    "MIIE",
    "A1b/",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----END CERTIFICATE-----",
    "Bearer ",
    "curl -u ",
    '"',
    "eyJ.",
    "value=",
]


@pytest.mark.parametrize("name", f"{TELLING} {TELLING_TOO}".split())
def test_a_telling_name(name: str) -> None:
    assert is_telling(name)


@pytest.mark.parametrize("name", f"{NOT_TELLING} {NOT_TELLING_EITHER}".split())
def test_a_name_that_tells_nothing(name: str) -> None:
    assert not is_telling(name)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_looked_at_in_bounded_time(piece: str) -> None:
    started_s = time.process_time()
    SecretScanner().find((piece * 24_000)[:24_000])
    assert time.process_time() - started_s < 1
