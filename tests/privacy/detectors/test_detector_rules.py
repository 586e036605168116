"""What two well-kept detectors know as secrets, and which of it is replaced here; see detector_rules.toml."""

import random
import re
import string
import tomllib
import uuid
from pathlib import Path
from typing import Any

import pytest

from pt_lsp.privacy.secrets import Redactor

RULES = tomllib.loads(Path(__file__).with_name("detector_rules.toml").read_text(encoding="utf-8"))
N_SAMPLES = 40
LEAST_SHARE_OF_NAMED = 0.95
"""A few of what a machine draws look like a word by chance."""

KINDS = {
    "a": string.ascii_lowercase,
    "A": string.ascii_uppercase,
    "9": string.digits,
    "l": string.ascii_lowercase + string.digits,
    "u": string.ascii_uppercase + string.digits,
    "w": string.ascii_letters + string.digits,
    "x": "0123456789abcdef",
    "X": "0123456789ABCDEF",
    "b": string.ascii_letters + string.digits + "+/",
    "-": string.ascii_letters + string.digits + "_-",
}
NAMED = [
    '{name}_api_key = "{secret}"',
    "const {name}ClientSecret = '{secret}';",
    '  "{name}AccessToken": "{secret}",',
    "{NAME}_TOKEN={secret}\n",
    "    {name}-secret-key: {secret}\n",
    '<add key="{name}:ApiKey" value="{secret}" />',
    '{name}.setApiKey("{secret}")',
]
AROUND = [
    "{secret}",
    'x = "{secret}"',
    "# {secret} is mine\n",
    "f({secret}, 1)",
    "url?x={secret}&y=1",
    "a\n{secret}\nb",
]


def samples(form: str) -> list[str]:
    source = random.Random(form)

    def drawn(match: re.Match[str]) -> str:
        if match[1] == "uuid":
            return str(uuid.UUID(int=source.getrandbits(128), version=4))
        kind, length = match[1].split(":")
        return "".join(source.choices(KINDS[kind], k=int(length)))

    return [re.sub(r"\{([^{}]+)\}", drawn, form) for _ in range(N_SAMPLES)]


def rules(section: str) -> list[Any]:
    return [
        pytest.param(rule, id=f"{detector}-{name}")
        for detector, sections in RULES.items()
        for name, rule in sections[section].items()
    ]


def kept(texts: list[str], secrets: list[str]) -> list[str]:
    """Those secrets that go out as they are."""
    redacted = Redactor().redact("\n".join(texts))
    return [secret for secret in secrets if secret in redacted]


@pytest.mark.parametrize("form", rules("forms"))
def test_what_tells_by_its_form_is_replaced_wherever_it_stands(form: str) -> None:
    secrets = samples(form)
    assert kept([around.format(secret=secret) for secret in secrets for around in AROUND], secrets) == []


@pytest.mark.parametrize("rule", rules("named"))
@pytest.mark.parametrize("around", NAMED)
def test_what_a_service_calls_its_key_is_replaced(rule: list[Any], around: str) -> None:
    name, form, *share = rule
    secrets = samples(form)
    texts = [around.format(name=name, NAME=name.upper(), secret=secret) for secret in secrets]
    least_share = share[0] if share else LEAST_SHARE_OF_NAMED
    assert len(kept(texts, secrets)) <= (1 - least_share) * len(secrets)


@pytest.mark.parametrize("rule", rules("texts"))
def test_what_a_text_gives_away_is_replaced(rule: tuple[str, str]) -> None:
    around, form = rule
    secrets = samples(form)
    assert kept([around.replace("{secret}", secret) for secret in secrets], secrets) == []


def test_what_is_left_out_is_left_out_for_a_reason() -> None:
    for sections in RULES.values():
        known = {name for section in ("forms", "named", "texts") for name in sections[section]}
        assert all(reason for reason in sections["left-out"].values())
        assert not known & sections["left-out"].keys()
