"""What was found once is known for as long as the redactor lives, wherever it stands."""

import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.privacy.detectors.seen_secrets import SeenSecrets
from pt_lsp.privacy.secrets import Redactor

SECRET = "tr0ub4dor&3-Quay"
ASSIGNED = f'password = "{SECRET}"'


@pytest.mark.parametrize(
    "place", ["Access denied ({})", "/cache/{}/x", "backup_{}_1.sql", "use {}, please", "x={}", "{}", "'{}'"]
)
def test_a_secret_is_replaced_where_nothing_gives_it_away(place: str) -> None:
    redactor = Redactor()
    redactor.redact(ASSIGNED)
    assert redactor.redact(place.format(SECRET)) == place.format("REDACTED_SECRET_1")


@given(st.permutations([ASSIGNED, f"f({SECRET})", f"say '{SECRET}'", "nothing"]))
def test_the_order_of_a_prompt_s_parts_does_not_matter(texts: list[str]) -> None:
    assert not any(SECRET in text for text in Redactor().redact_all(texts))
    assert SECRET not in Redactor().redact("\n".join(texts))


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ('password = "xK7-Quay-9z"', "axK7-Quay-9z xK7-Quay-9zb"),
        ("postgres://app:orders@db/app", "the orders of the app"),
        ("postgres://app:customers@db/app", "def customers():"),
        ("postgres://app:order-service2@db/app", "docker restart order-service2"),
    ],
)
def test_words_and_parts_of_words_are_left_alone(text: str, again: str) -> None:
    redactor = Redactor()
    assert redactor.redact(text) != text
    assert redactor.redact(again) == again


def test_only_the_most_recent_ones_are_known() -> None:
    seen = SeenSecrets(limit=100)
    for n in range(1_000):
        seen.add(f"a1!b2c3d{n:04}", "value")
    known = [n for n in range(1_000) if list(seen.find(f"x a1!b2c3d{n:04} y"))]
    assert known == list(range(900, 1_000))


@given(st.lists(st.text(string.ascii_letters + "!-_. 7", min_size=8, max_size=20), max_size=8), st.randoms())
def test_what_is_known_is_found_at_every_border_of_words(secrets: list[str], source: random.Random) -> None:
    seen = SeenSecrets(limit=100)
    for secret in secrets:
        seen.add(secret, "value")
    known = [secret for secret in secrets if list(seen.find(secret))]
    source.shuffle(known)
    text = "\n".join(known)
    found = {text[each.start : each.end] for each in seen.find(text)}
    assert found >= set(known)


def test_a_thousand_known_secrets_cost_a_text_little_more_than_one() -> None:
    source = random.Random(5)
    words = ["".join(source.choices(string.ascii_lowercase, k=6)) for _ in range(4_000)]
    text = " ".join(words)

    def cost_s(n_known: int) -> float:
        seen = SeenSecrets(limit=1_000)
        for n in range(n_known):
            seen.add(f"k7Hq29vXw{n:05}", "value")
        costs = []
        for _ in range(5):
            started_s = time.process_time()
            assert not list(seen.find(text))
            costs.append(time.process_time() - started_s)
        return min(costs)

    assert cost_s(1_000) < 5 * cost_s(1)
