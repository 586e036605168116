"""Drafts of replies in all shapes, cut anywhere, for documents with all kinds of lines."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.drafting import Drafting
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.features.edit.request import EditRequest, edit_request
from pt_lsp.settings.options import Settings
from tests.features.edit.checking import request_of

LINES = ["x = 1", "    y = 2", "\tz = 3", "", "def f():", "class A:", "    return (x,", "    )", "}"]
TALK = [
    "```",
    "```python",
    "Sure!",
    "Here is the new code:",
    "",
    "<region>",
    "</region>",
    "It is shorter now.",
    "<function=f>",
    "</think>",
]
MARKS = ["<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE", "@@ @@", "-x = 1", "+x = 2", " x = 1"]

texts = st.lists(st.sampled_from(LINES), min_size=1, max_size=8)
replies = st.lists(st.sampled_from([*LINES, *LINES, *TALK, *MARKS]), max_size=16).map("\n".join)


def whole_document(text: str) -> EditRequest:
    snapshot = Snapshot("file:///a.py", "python", 1, Text.of(text), Settings())
    return edit_request(snapshot, REWRITE, Span(0, len(text)), words="Improve it.")


def drafts_of(request: EditRequest, reply: str, cuts: list[int]) -> list[Draft]:
    """All drafts of the reply in these pieces, without the last one when there is none."""
    places = sorted({0, *(cut for cut in cuts if cut < len(reply)), len(reply)})
    drafting = Drafting(RegionFormat(request))
    drafts: list[Draft] = []
    try:
        for start, end in pairwise(places):
            drafts += drafting.push(reply[start:end])
        drafts.append(drafting.finish())
    except UnusableReply:
        return [*drafts, Draft("unusable")]
    return drafts


@given(texts, replies, st.lists(st.integers(0, 150), max_size=10))
def test_the_last_draft_is_the_same_however_the_reply_is_cut(
    lines: list[str], reply: str, cuts: list[int]
) -> None:
    request = whole_document("\n".join(lines))
    assert drafts_of(request, reply, cuts)[-1] == drafts_of(request, reply, [])[-1]


@given(texts, replies)
def test_a_beginning_goes_on_from_the_last_one_or_the_old_text_comes_between(
    lines: list[str], reply: str
) -> None:
    request = whole_document("\n".join(lines))
    for earlier, later in pairwise(drafts_of(request, reply, list(range(len(reply))))):
        if earlier.is_beginning and later.is_beginning:
            assert later.text.startswith(earlier.text)


def test_a_reply_that_turns_out_to_be_talk_puts_the_old_text_back() -> None:
    request = request_of("<|>x = 1\n<|>")
    reply = "a first thought\nand another one\n\nSo here it is:\n```python\nx = 2\ny = 3\n```"
    drafts = drafts_of(request, reply, list(range(len(reply))))
    at = drafts.index(Draft("x = 1"))
    assert drafts[at - 1].text.startswith("a first thought")
    assert drafts[at + 1 :] == [Draft("x = 2\ny = 3\n", is_beginning=True), Draft("x = 2\ny = 3")]


def test_all_beginnings_of_a_long_answer_are_those_of_its_end() -> None:
    request = request_of("class A {\n<|>\tf() {\n\t}\n<|>\n\tg() {\n\t}\n}\n", language_id="plaintext")
    body = "".join(f"    value_{number} = {number};\n      // in two steps\n" for number in range(150))
    reply = f"class A {{\n\nf() {{\n{body}}}\n"
    *beginnings, last = drafts_of(request, reply, list(range(0, len(reply), 40)))
    assert len(beginnings) > 100
    assert all(f"{last.text}\n".startswith(draft.text) for draft in beginnings)
    assert "\n\t\tvalue_149 = 149;\n" in last.text


ENDS = st.sampled_from(["\n", "\r\n"])


@given(texts, texts, ENDS, ENDS, st.sampled_from(["", "end"]))
def test_line_ends_and_the_missing_one_at_the_end_stay_the_documents(
    old: list[str], new: list[str], document_end: str, reply_end: str, after: str
) -> None:
    text = document_end.join([*old, *([after] if after else [])])
    region = Span(0, len(document_end.join(old)))
    request = replace(whole_document(text), region=region)
    last = drafts_of(request, reply_end.join(new), [3, 7])[-1].text
    rest = last.replace(request.snapshot.text.line_end, "")
    assert "\r" not in rest
    assert "\n" not in rest
    if last != "unusable" and "".join(old).strip():
        n_ends = len(text[: region.end]) - len(text[: region.end].rstrip("\r\n"))
        assert len(last) - len(last.rstrip("\r\n")) == n_ends


@pytest.mark.parametrize(
    "reply",
    ["a\nb\nc = 2\nd", "<<<<<<< SEARCH\nc\n=======\nc = 2\n>>>>>>> REPLACE"],
)
def test_lines_that_stay_keep_their_own_ends_where_the_region_mixes_them(reply: str) -> None:
    request = whole_document("a\r\nb\nc\nd")
    assert drafts_of(request, reply, [])[-1].text == "a\r\nb\nc = 2\r\nd"


def test_a_region_that_mixes_line_ends_can_be_emptied() -> None:
    reply = "<<<<<<< SEARCH\na\nb\nc\n=======\n>>>>>>> REPLACE"
    assert drafts_of(whole_document("a\r\nb\nc"), reply, [])[-1].text == ""


@given(st.lists(st.sampled_from(["a()", "\tb()", "\t\tc()", "\t * note"]), min_size=1, max_size=6))
def test_tabs_stay_tabs_when_the_model_writes_blanks(lines: list[str]) -> None:
    request = whole_document("if a {\n\tb()\n\t\tc()\n}")
    written = "\n".join(["if a {", *(line.replace("\t", "    ") for line in lines), "    b()", "}"])
    last = drafts_of(request, written, [])[-1].text
    assert last == "\n".join(["if a {", *lines, "\tb()", "}"])


def test_mixed_indentation_is_left_alone() -> None:
    request = whole_document("if a:\n\tb()\n    c()")
    assert drafts_of(request, "if a:\n    d()\n\te()", [])[-1].text == "if a:\n    d()\n\te()"


BLANKS = st.lists(st.sampled_from(["", "  ", "\t", "\x0c"]), max_size=3)
EDGED = ["x = 1", "    y = 2", "\tz = 3", "def f():", "class A:", "    return (x,", "    )", "}", "", ""]
SOLID = EDGED[:-2]
blocks = st.tuples(
    st.sampled_from(SOLID), st.lists(st.sampled_from(EDGED), max_size=6), st.sampled_from(SOLID)
).map(lambda parts: [parts[0], *parts[1], parts[2]])
WRAPS = st.sampled_from(["{}", "```\n{}\n```", "```python\n{}\n```\n", "<region>\n{}\n</region>"])


def region_in(before: list[str], region: list[str], after: list[str]) -> EditRequest:
    """An edit of lines that stand among others."""
    marked = "\n".join([*before, "<|>" + region[0], *region[1:-1], region[-1] + "<|>", *after])
    return request_of(marked, language_id="plaintext")


@given(blocks, BLANKS, BLANKS, WRAPS, st.lists(st.integers(0, 150), max_size=6))
def test_the_region_with_any_blank_lines_around_it_changes_nothing(
    lines: list[str], above: list[str], below: list[str], wrap: str, cuts: list[int]
) -> None:
    request = region_in(["# top", ""], lines, ["", "", "# end"])
    written = str(request.snapshot.text.slice(request.region))
    answer = wrap.format("\n".join([*above, *lines, *below]))
    drafts = drafts_of(request, answer, cuts)
    assert drafts[-1].text == written
    assert all(f"{written}\n".startswith(draft.text) for draft in drafts)


@given(blocks, st.tuples(BLANKS, BLANKS), st.tuples(BLANKS, BLANKS), blocks)
def test_an_answers_edges_leave_the_blank_lines_around_it_as_they_are(
    lines: list[str], held: tuple[list[str], list[str]], written: tuple[list[str], list[str]], new: list[str]
) -> None:
    request = region_in(["# top", "", *held[0]], lines, [*held[1], "", "# end"])
    # A region that was rewritten before may have such edges.
    text = request.snapshot.text
    n_above, n_below = len("\n".join([*held[0], ""])), len("\n".join(["", *held[1]]))
    region = Span(request.region.start - n_above, request.region.end + n_below)
    for place in (request, replace(request, region=region)):
        last = drafts_of(place, "\n".join([*written[0], *new, *written[1]]), list(range(60)))[-1]
        after = str(text.replace(place.region, last.text)).split("\n")
        assert after[: 2 + len(held[0])] == ["# top", "", *held[0]]
        assert after[-2 - len(held[1]) :] == [*held[1], "", "# end"]
        assert after[2 + len(held[0])].strip()
        assert after[-3 - len(held[1])].strip()


@given(blocks, BLANKS, BLANKS, st.sampled_from(["{}", "```\n{}\n```"]))
def test_no_blank_line_is_shown_that_is_taken_away_again(
    new: list[str], above: list[str], below: list[str], wrap: str
) -> None:
    new = [line.strip() for line in new]
    request = region_in(["# top", ""], ["x = 1", "y = 2"], ["", "# end"])
    reply = wrap.format("\n".join([*above, *new, *below]))
    *beginnings, last = drafts_of(request, reply, list(range(len(reply))))
    assert all(f"{last.text}\n".startswith(draft.text) for draft in beginnings if draft.is_beginning)


@given(BLANKS, BLANKS, st.integers(1, 5))
def test_blank_lines_that_are_selected_are_a_place_for_new_text_in_their_middle(
    above: list[str], below: list[str], n_lines: int
) -> None:
    request = request_of("a\n<|>" + "\n" * n_lines + "<|>b\n")
    last = drafts_of(request, "\n".join([*above, "x = 1", "y = 2", *below]), [4])[-1]
    after = str(request.snapshot.text.replace(request.region, last.text))
    n_above = n_lines // 2
    assert after == "a\n" + "\n" * n_above + "x = 1\ny = 2\n" + "\n" * (n_lines - n_above - 1) + "b\n"
