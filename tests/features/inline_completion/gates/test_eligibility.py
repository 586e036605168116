import pytest

from pt_lsp.features.inline_completion.gates.eligibility import ask_refusal, offer_refusal
from pt_lsp.features.inline_completion.reasons import Code
from pt_lsp.settings.options import Settings
from tests.features.inline_completion.checking import quick, snapshot_of
from tests.support.notation import parse


@pytest.mark.parametrize(
    ("configured", "exclusion", "code"),
    [
        (quick(), None, None),
        (quick(), "matches .env*", "excluded"),
        (quick(enabled=False), None, "disabled"),
        (quick(disabled_languages=("python",)), None, "language disabled"),
    ],
)
def test_nothing_is_offered_where_it_must_not_be(
    configured: Settings, exclusion: str | None, code: Code | None
) -> None:
    refusal = offer_refusal(snapshot_of("x", configured=configured), exclusion)
    assert (refusal and refusal[0]) == code


@pytest.mark.parametrize(
    ("text", "configured", "pause", "automatic", "invoked"),
    [
        ("x", quick(), None, None, None),
        ("x", quick(), "it is paused", "paused", None),
        ("x", quick(automatic=False), None, "manual only", None),
        ("", quick(), None, "empty document", None),
        ("x" * 5000, quick(), None, "line too long", "line too long"),
    ],
)
def test_asking_by_hand_overrides_what_spares_requests(
    text: str, configured: Settings, pause: str | None, automatic: Code | None, invoked: Code | None
) -> None:
    snapshot = snapshot_of(text, configured=configured)
    refusals = [
        ask_refusal(snapshot, len(text), is_invoked=is_invoked, is_typed=False, pause=pause)
        for is_invoked in (False, True)
    ]
    assert [refusal and refusal[0] for refusal in refusals] == [automatic, invoked]


@pytest.mark.parametrize(
    ("marked", "code"),
    [
        ("x = <|>", None),
        ("f(<|>)", None),
        ("<|>foo", None),
        ("x = <|>foo", None),
        ("fo<|>o", "inside a word"),
    ],
)
def test_automatic_completion_keeps_out_of_words(marked: str, code: Code | None) -> None:
    place = parse(marked)
    snapshot = snapshot_of(place.text)
    for is_invoked, expected in ((False, code), (True, None)):
        refusal = ask_refusal(snapshot, place.cursor, is_invoked=is_invoked, is_typed=False, pause=None)
        assert (refusal and refusal[0]) == expected


def test_a_language_that_is_disabled_is_served_when_asked_for() -> None:
    snapshot = snapshot_of("x", configured=quick(disabled_languages=("python",)))
    assert offer_refusal(snapshot, None, is_invoked=True) is None


def test_a_name_that_is_typed_in_front_of_another_is_asked_about() -> None:
    place = parse("x = sel<|>cursor.item")
    refusal = ask_refusal(snapshot_of(place.text), place.cursor, is_invoked=False, is_typed=True, pause=None)
    assert refusal is None
