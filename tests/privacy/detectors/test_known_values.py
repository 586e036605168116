import pytest

from pt_lsp.privacy.detectors.known_values import secrets_among
from pt_lsp.privacy.secrets import Redactor


def secrets(name: str, value: str) -> list[str]:
    return list(secrets_among([(name, value, ".env")]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter2!x"),
        ("DB_PASSWORD", "Summer2024winter!"),
        ("ADMIN_PASS", "correct-horse-battery-staple"),
        ("JWT_SECRET", "correct horse battery staple"),
        ("API_KEY", "a1b2c3d4e5f6a7b8"),
        ("WHATEVER", "k7Hq-29vXw_m4Tz8Lp1s"),
        ("X", "ghp_" + "aB3" * 12),
        ("TOKEN", "6ba7b810-9dad-41d1-80b4-00c04fd430c8"),
    ],
)
def test_a_secret_is_known(name: str, value: str) -> None:
    assert secrets(name, value) == [value]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "postgres"),
        ("DB_PASSWORD", "password"),
        ("SECRET_KEY", "changeme"),
        ("PASSWORD", "short1!"),
        ("DEBUG", "true"),
        ("PORT", "1234567890"),
        ("APP_NAME", "my-shop-backend-2"),
        ("DB_USER", "customer_service"),
        ("HOST", "db.internal.example"),
        ("REDIS_URL", "redis://localhost:6379/0"),
        ("LOG_DIR", "/var/log/my-application2"),
        ("KEY_FILE", "./certs/server-key-2024.json"),
        ("SECRET_KEY_FILE", "C:\\secrets\\key1.txt"),
        ("LOG_LEVEL", "information"),
        ("MODELS", "gpt-4o,claude-3-opus"),
        ("ADMIN_EMAIL", "admin@acme-corp.io"),
        ("VERSION", "1.22.333-beta4"),
        ("API_TOKEN", "${OTHER_TOKEN_2}"),
        ("EMPTY", ""),
    ],
)
def test_what_a_program_may_well_say_is_no_secret(name: str, value: str) -> None:
    assert secrets(name, value) == []


def test_of_an_address_the_password_alone_counts() -> None:
    assert secrets("DATABASE_URL", "postgres://app:tr0ub4dor@db.internal:5432/app") == ["tr0ub4dor"]


def test_each_line_of_a_value_counts_for_itself() -> None:
    assert secrets("SIGNING_KEY", "a1b2c3d4e5f6a7b8\n0011aa22bb33cc44") == [
        "a1b2c3d4e5f6a7b8",
        "0011aa22bb33cc44",
    ]


def test_some_hundreds_are_told() -> None:
    assert len(secrets_among((f"TOKEN_{n}", f"a1b2c3d4e5f6-{n:04}", ".env") for n in range(2000))) == 500


def test_a_known_value_is_replaced_wherever_it_stands_and_told_by_its_name() -> None:
    redactor = Redactor()
    redactor.know(secrets_among([("DB_PASSWORD", "hunter2!x", "api/.env")]))
    text = "assert connect('db', 'hunter2!x')  # xhunter2!xy"
    redacted = redactor.redact(text)
    assert redacted == "assert connect('db', 'REDACTED_SECRET_1')  # xREDACTED_SECRET_1y"
    assert redactor.kind_of("REDACTED_SECRET_1") == "value of DB_PASSWORD in api/.env"
