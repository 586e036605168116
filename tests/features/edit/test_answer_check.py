"""New text that waits for a verdict whatever the settings say."""

import re

import pytest

from pt_lsp.features.edit.draft import Draft
from tests.features.edit.checking import drafts_of, request_of
from tests.support.scripted_chat import Request, reply, respond

SECRET = "ghp_" + "aB3" * 12
OLD = f'<|>token = "{SECRET}"<|>\n'


def last_of(marked: str, answer: str) -> Draft:
    """The last draft when `{}` in the answer is the placeholder that was sent."""

    def said(request: Request) -> str:
        return answer.replace("{}", "".join(re.findall(r"REDACTED_SECRET_\d+", request.text)[:1]))

    return drafts_of(request_of(marked), respond(said))[-1]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ('token = os.environ["TOKEN"]', "is missing in the new code"),
        ('token = "{}"\nprint("{}")', "in a place where it did not stand before"),
        ('token = "https://e.org/?k={}"', "in a place where it did not stand before"),
        ('token = "redacted_secret_1"', "an altered placeholder"),
        ('token = "{}7"', "an altered placeholder"),
        ('token = "{}"\nother = "REDACTED_SECRET_99"', "an invented placeholder"),
        ('token = "{}"\na = "\0"', "no text, marked as \ufffd"),
        ('token = "{}"\na = "\u202ea"', "change the order in which text is shown"),
    ],
)
def test_what_became_of_secrets_and_characters_is_told(answer: str, words: str) -> None:
    draft = last_of(OLD, answer)
    assert draft.needs_verdict
    assert words in (draft.warning or "")
    assert SECRET not in (draft.warning or "")


@pytest.mark.parametrize("answer", ['token: str = "{}"', 'key = "{}"  # of the shop', '    token = "{}"'])
def test_a_secret_that_came_back_to_its_place_is_no_matter(answer: str) -> None:
    draft = last_of(OLD, answer)
    assert SECRET in draft.text
    assert not draft.needs_verdict
    assert draft.warning is None


def test_what_reads_like_a_placeholder_in_the_document_is_text() -> None:
    document = '<|>a = "REDACTED_SECRET_1"<|>\nb = "redacted_secret_2"\n'
    draft = last_of(document, 'a = ["{}", "redacted_secret_2"]')
    assert draft == Draft('a = ["REDACTED_SECRET_1", "redacted_secret_2"]')


def test_the_warning_stands_beside_others() -> None:
    cut = drafts_of(request_of(OLD), reply("a = 1\n", finish_reason="abort"))[-1]
    assert cut.needs_verdict
    assert "missing in" in (cut.warning or "")
    assert "end may be missing" in (cut.warning or "")
