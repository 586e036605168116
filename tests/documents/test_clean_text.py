import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.clean_text import REPLACEMENT, TextCleaner

SMILE = "\ud83d\ude00"


def cleaned(*deltas: str) -> str:
    cleaner = TextCleaner()
    return "".join(map(cleaner.push, deltas)) + cleaner.finish()


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x07", "\x0b", "\x7f", "\ud800"])
def test_what_is_no_text_is_marked(character: str) -> None:
    assert cleaned(f"a{character}b") == f"a{REPLACEMENT}b"
    assert cleaned(character) == REPLACEMENT


def test_text_stays() -> None:
    text = 'a\tb\r\n\x0c"é\u2028\u202e\U0001f600'
    assert cleaned(text) == text


def test_halves_of_a_character_are_joined_also_from_two_deltas() -> None:
    assert cleaned(f"a{SMILE}b") == cleaned("a\ud83d", "\ude00b") == "a\U0001f600b"
    assert cleaned("\ud83d", "a\ud83d", "", "\ude00") == f"{REPLACEMENT}a\U0001f600"


PIECES = st.sampled_from(["\ud83d", "\ude00", "a", "\0", "\U0001f600", "\n"]) | st.characters(codec="utf-8")


@given(st.lists(PIECES, max_size=12))
def test_whatever_comes_can_be_written_and_is_the_same_however_it_is_cut(pieces: list[str]) -> None:
    text = cleaned(*pieces)
    assert text == cleaned("".join(pieces))
    assert json.loads(json.dumps(text)) == text.encode().decode()
    assert "\0" not in text
