import json

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from pt_lsp.documents.visibility import visible_text
from pt_lsp.errors import UnusableReply
from pt_lsp.features.commit_message.form import LONGEST_SUBJECT, shortened, wrapped
from pt_lsp.features.commit_message.reading import read_message

SUBJECT = "Read what git has recorded"
BODY = "Filters stay where they are.\n\n- nothing is started\n- nothing waits"


@pytest.mark.parametrize(
    "reply",
    [
        SUBJECT,
        f"{SUBJECT}.",
        f"\n\n  {SUBJECT}  \n",
        f'"{SUBJECT}"',
        f"`{SUBJECT}`",
        f"**{SUBJECT}**",
        f"**`{SUBJECT}`**",
        f"\u201c{SUBJECT}\u201d",
        f"# {SUBJECT}",
        f"- {SUBJECT}",
        f"1. {SUBJECT}\n2. Read git\n3. Read more",
        f"Subject: {SUBJECT}",
        f"**Subject:** {SUBJECT}",
        f"Commit message: {SUBJECT}",
        f"Here is a commit message for these changes:\n\n{SUBJECT}",
        f"Sure! Here's the commit message:\n\n```\n{SUBJECT}\n```",
        f"Sure!\n{SUBJECT}",
        f"```git\n{SUBJECT}\n```\n\nThis message follows the style of the repository.",
        f"```text\nSubject: {SUBJECT}\n```",
        f"~~~\n{SUBJECT}",
        f"<commit_message>\n{SUBJECT}\n</commit_message>",
        f"<message>{SUBJECT}</message>",
        f"<think>\nWhat is it?\n</think>\n\n{SUBJECT}",
        f"{SUBJECT}<|im_end|>",
        f"{SUBJECT}\n\nSigned-off-by: A <a@example.org>\nCo-authored-by: B <b@example.org>",
        f"{SUBJECT}\n\nLet me know if you want another one!",
        f"{SUBJECT}\r\n",
        f"Commit message:\n\n{SUBJECT}",
        f"Based on the changes, here is a commit message:\n\n{SUBJECT}",
        f"Git is read otherwise now. A suitable commit message would be:\n\n{SUBJECT}",
        f"Option 1:\n{SUBJECT}\n\nOption 2:\nRead git",
        f"**Option 1:** {SUBJECT}\n**Option 2:** Read git",
        f"**Option 1 (short):**\n```\n{SUBJECT}\n```\n\n**Option 2:**\n```\nRead git\n```",
        f"{SUBJECT}\n\n---\n\nThis message follows the style of the repository.",
        f"---\n{SUBJECT}\n---",
        f'git commit -m "{SUBJECT}"',
        f"```bash\n$ git commit -am '{SUBJECT}'\n```",
        f'{{"message": "{SUBJECT}"}}',
        f"> {SUBJECT}",
    ],
)
def test_whatever_stands_around_a_subject_is_left_out(reply: str) -> None:
    assert read_message(reply).text == SUBJECT


@pytest.mark.parametrize(
    "reply",
    [
        f"{SUBJECT}\n\n{BODY}",
        f"{SUBJECT}\n{BODY}",
        f"```\n{SUBJECT}\n\n{BODY}\n```",
        f"Subject: {SUBJECT}\n\nBody:\n{BODY}",
        f"## {SUBJECT}\n\n\n\n{BODY}\n\n\nThis commit message is short.\n",
        f"{SUBJECT}\n\n{BODY}\n\nReviewed-by: A <a@example.org>",
        f"Subject: {SUBJECT}\nBody: {BODY}",
        f"Here it is:\n```json\n{json.dumps({'subject': SUBJECT, 'body': BODY}, indent=2)}\n```",
        json.dumps({"title": SUBJECT, "description": BODY.split("\n")}),
        json.dumps({"commit_message": f"{SUBJECT}\n\n{BODY}"})[:-2],
        f'git commit -m "{SUBJECT}" -m "{BODY}"',
        f"git commit -m \"$(cat <<'EOF'\n{SUBJECT}\n\n{BODY}\nEOF\n)\"",
        f'git commit -F - -m "$(cat <<EOF\n{SUBJECT}\n\n{BODY}\n  EOF)"',
        "Here's the commit message:\n\n"
        + "".join(f"> {each}\n" for each in (SUBJECT, "", *BODY.split("\n"))),
    ],
)
def test_a_body_stays_with_its_subject(reply: str) -> None:
    assert read_message(reply).text == f"{SUBJECT}\n\n{BODY}"


@pytest.mark.parametrize(
    "subject",
    [
        "fix(parser)!: take `None` for what it is",
        "`a` and `b` are one",
        '"a" is not "b"',
        "修复登录问题",
        "修复\uff1a登录时\uff0c崩溃",
        "Исправить вход",
        "Here documents end where they should",
        "Note which files are read",
        "Message the user once",
        "commit: keep the order",
        "group-by: keep the order",
        "Use *args and **kwargs",
        "Drop __init__",
        "{name}: take it for what it is",
        "git commit: say what is wrong",
        "Option 2 is gone",
        "I18n: add Czech",
        "Wait for ...",
    ],
)
def test_a_subject_is_not_taken_for_talk(subject: str) -> None:
    assert read_message(subject).text == subject


@pytest.mark.parametrize(
    "trailer",
    [
        "Signed-off-by: A <a@example.org>",
        "Signed-Off-By: A <a@example.org>",
        "signed-off-by: A <a@example.org>",
        "Co-Authored-By: A Model <model@example.org>",
        "co-authored-by: A Model <model@example.org>",
        "Reviewed-By: A <a@example.org>",
        "In-Reply-To: 1@example.org",
        "Change-ID: I123",
        "\U0001f916 Generated with [A Tool](https://example.org)",
    ],
)
def test_nobody_is_signed_for_however_it_is_spelled(trailer: str) -> None:
    assert read_message(f"{SUBJECT}\n\n{BODY}\n\n{trailer}\n").text == f"{SUBJECT}\n\n{BODY}"
    with pytest.raises(UnusableReply):
        read_message(trailer)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The message is empty where nothing is staged.",
        "The subject no longer gets lost.",
        "If you do not choose, the default holds.",
        "Note: times are in UTC from now on.",
    ],
)
def test_a_paragraph_that_only_begins_like_a_remark_stays(paragraph: str) -> None:
    assert read_message(f"{SUBJECT}\n\n{paragraph}\n\n{BODY}").body == f"{paragraph}\n\n{BODY}"


def test_a_full_stop_stays_where_it_is_the_style() -> None:
    assert read_message("Fix it.", ends_with_period=True).subject == "Fix it."


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("Rotate REDACTED_SECRET_3", "Rotate"),
        ('Set the key to "REDACTED_SECRET_1" in settings', "Set the key to in settings"),
        ("Set key (REDACTED_SECRET_12), and go\n\nUse `REDACTED_SECRET_2`.", "Set key, and go\n\nUse."),
        ("Drop redacted secret 4", "Drop"),
        ("Rotate REDACTED_SECRET", "Rotate"),
    ],
)
def test_a_message_names_no_secret(reply: str, text: str) -> None:
    assert read_message(reply).text == text


@pytest.mark.parametrize(
    "reply",
    [
        *("", "\n\n", "...", "```\n```", "I'm sorry, I cannot see a diff.\nPlease give me one.", "#", "- "),
        *("REDACTED_SECRET_1", "Here is the commit message:", "<think>\nwhat is it", "No changes needed."),
        "<tool_call>\n<function=read>\n</function>\n</tool_call>",
    ],
)
def test_no_message_is_made_of_nothing(reply: str) -> None:
    with pytest.raises(UnusableReply, match="without a commit message"):
        read_message(reply)


def test_what_was_cut_ends_with_a_whole_line() -> None:
    assert read_message(f"{SUBJECT}\n\nIt is so.\nAnd it als", is_cut=True).text == f"{SUBJECT}\n\nIt is so."
    assert read_message(SUBJECT, is_cut=True).text == SUBJECT


def test_a_subject_is_cut_at_a_word_and_not_left_hanging() -> None:
    subject = "Read the index of the repository and the working tree with care for the files and links in it"
    assert shortened(subject) == "Read the index of the repository and the working tree with care"
    assert shortened("x" * 100) == "x" * LONGEST_SUBJECT


def test_long_lines_of_a_body_are_wrapped_and_begin_no_comment() -> None:
    words = "word " * 14
    assert wrapped(f"- {words}#12 goes on\n\n    {words}{words}") == (
        "- word word word word word word word word word word word word word\n  word #12 goes on\n\n"
        "    word word word word word word word word word word word word word\n"
        "    word word word word word word word word word word word word word\n    word word"
    )
    assert wrapped("#3 is done") == "3 is done"
    assert wrapped(f"{'x' * 71} #12 {'y' * 71}") == f"{'x' * 71}\n #12\n{'y' * 71}"


PIECES = st.sampled_from(
    (
        *(
            "```",
            "```git\n",
            "\n",
            "\n\n",
            "Subject: ",
            "Here is it:\n",
            SUBJECT,
            "- ",
            "# ",
            '"',
            "**",
            "#",
            "...",
        ),
        *(
            "<message>",
            "REDACTED_SECRET_1",
            "word " * 20,
            "x" * 90,
            "Signed-off-by: a",
            '{"message": "',
            'git commit -m "',
            "Option 1: ",
            "---",
            "> ",
            "\x1b[31m",
            "\u202e",
            "\t",
        ),
        "\u4fee\u590d\u3002",
    )
)


@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=200))
@example("- " + "x" * 90 + "\n\n" + "y" * 200)
def test_whatever_the_reply_a_message_keeps_to_the_rules(reply: str) -> None:
    try:
        text = read_message(reply).text
    except UnusableReply:
        return
    subject, *rest = text.split("\n")
    assert subject == subject.strip()
    assert 0 < len(subject) <= LONGEST_SUBJECT
    assert not rest or (rest[0] == "" and rest[-1].strip())
    assert all(len(line) <= LONGEST_SUBJECT or " " not in line.strip() for line in rest)
    assert "REDACTED_SECRET" not in text
    assert not any(line.startswith("#") for line in rest)
    assert visible_text(text) == text
