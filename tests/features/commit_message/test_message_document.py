import hypothesis.strategies as st
import pytest
from hypothesis import given

from pt_lsp.documents.text import Text
from pt_lsp.features.commit_message.message_document import first_line, message_place

HELP = "# Please enter the commit message for your changes. Lines starting\n# with '#' will be ignored.\n#\n"
SCISSORS = "# ------------------------ >8 ------------------------\n# Do not touch.\ndiff --git a/a b/a\n+x\n"
SIGNED = "Signed-off-by: A <a@example.org>\n"
NEW = "Say it\n\nAnd why."


def filled(document: str, message: str = NEW) -> str:
    text = Text.of(document)
    place = message_place(text)
    return str(text.replace(place.region, place.filled(message, text.line_end)))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("", NEW),
        ("\n", f"{NEW}\n"),
        (f"\n{HELP}", f"{NEW}\n{HELP}"),
        (HELP, f"{NEW}\n{HELP}"),
        (f"Old one\n\nwith a body\n\n{HELP}", f"{NEW}\n\n{HELP}"),
        (f"\n{HELP}{SCISSORS}", f"{NEW}\n{HELP}{SCISSORS}"),
        (f"\n\n{SIGNED}\n{HELP}", f"{NEW}\n\n{SIGNED}\n{HELP}"),
        (f"\n{SIGNED}\n{HELP}", f"{NEW}\n\n{SIGNED}\n{HELP}"),
        (f"Old\n\n{SIGNED}", f"{NEW}\n\n{SIGNED}"),
        (f"fix: old\n{HELP}", f"{NEW}\n{HELP}"),
        (f"fix: old\n\nBody\n\n{SIGNED}Change-Id: I1\n\n{HELP}", f"{NEW}\n\n{SIGNED}Change-Id: I1\n\n{HELP}"),
        (f"\n{HELP.replace('#', ';')}", f"{NEW}\n{HELP.replace('#', ';')}"),
        (f"\n{SCISSORS.replace('#', '//')}", f"{NEW}\n{SCISSORS.replace('#', '//')}"),
        (f"Old\n\n{HELP.replace('#', '//')}", f"{NEW}\n\n{HELP.replace('#', '//')}"),
        (f"\r\n{HELP}".replace("\n", "\r\n").replace("\r\r", "\r"), f"{NEW}\n{HELP}".replace("\n", "\r\n")),
        (f"# kept\n\n{HELP}", f"{NEW}\n# kept\n\n{HELP}"),
    ],
)
def test_a_message_goes_above_what_git_has_written(document: str, expected: str) -> None:
    assert filled(document) == expected


@pytest.mark.parametrize(
    ("mark", "message", "expected"),
    [
        ("#", "#12: say it\n\nAnd why.", "12: say it\n\nAnd why."),
        ("#", "# 12\n\n#13 too", "12\n\n #13 too"),
        (";", "#12: say it\n\n; so", "#12: say it\n\n ; so"),
        ("//", "/a is /b\n\n// so", "/a is /b\n\n // so"),
    ],
)
def test_no_line_of_a_message_becomes_one_of_git_s_comments(mark: str, message: str, expected: str) -> None:
    comments = HELP.replace("#", mark)
    assert filled(f"\n{comments}", message) == f"{expected}\n{comments}"
    assert filled("Old\n", message) == f"{message}\n"


@pytest.mark.parametrize(
    ("document", "expected"), [("fix: a\n\nb\n", "fix: a"), (HELP, ""), ("", ""), (f"\n{HELP}", "")]
)
def test_the_first_line_is_what_stands_of_the_subject(document: str, expected: str) -> None:
    assert first_line(Text.of(document)) == expected


LINES = st.sampled_from(
    ["", "  ", "Fix it", "fix: it", SIGNED[:-1], "# a", "; b", "more words", "diff --git", SCISSORS]
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_what_git_has_written_stays_whatever_stands_there(lines: list[str], line_end: str) -> None:
    document = line_end.join(lines)
    text = Text.of(document)
    place = message_place(text)
    kept = document[place.region.end :]
    assert place.region.start == 0
    assert filled(document).endswith(kept)
    assert ">8" not in document[: place.region.end]
