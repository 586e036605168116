"""Documents that hold fences themselves, in an answer that wraps them into one more."""

import pytest

from pt_lsp.replies.reader import ReplyReader

OLD = "# Use\n\nRun it:\n\n```sh\nmake\n```"
NEW = "# Usage\n\nRun it like this:\n\n```sh\nmake all\n```"


def text_of(reply: str, original: str = OLD, language_id: str = "markdown") -> str:
    reader = ReplyReader(original, language_id)
    for piece in reply.splitlines(keepends=True):
        reader.push(piece)
    return "\n".join(reader.finish().lines)


@pytest.mark.parametrize("fence", ["````markdown", "````", "````md README.md", "~~~~", "`````text"])
@pytest.mark.parametrize(
    "talk", ["", "I have rewritten the part as you asked.\n\n", "Sure!\n", "Done. It is shorter now:\n\n"]
)
@pytest.mark.parametrize("after", ["", "\n\nI have kept the command as it was.", "\n"])
def test_talk_around_a_longer_fence_is_not_the_document(fence: str, talk: str, after: str) -> None:
    mark = "".join(each for each in fence if each in "`~")
    assert text_of(f"{talk}{fence}\n{NEW}\n{mark}{after}") == NEW


def test_talk_before_a_fence_named_for_such_documents_is_not_the_document_either() -> None:
    assert text_of(f"I have rewritten the part as you asked.\n\n```markdown\n{NEW}\n```") == NEW


@pytest.mark.parametrize(
    ("original", "new"),
    [
        (OLD, NEW),
        (OLD, "Use four of them for a block in a block.\n\n```sh\nmake\n```\n\nThat is all."),
        ("Text.\n\n````md\n```sh\n```\n````", "It reads like this here.\n\n````md\n```sh\nmake\n```\n````"),
        ("Text.", "Some more text for it.\n\n````python\n```\n````\n\nThe end of it."),
    ],
)
def test_fences_of_the_document_stay(original: str, new: str) -> None:
    assert text_of(new, original) == new
