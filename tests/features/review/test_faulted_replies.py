import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import UnusableReply
from pt_lsp.features.review.finding import Findings
from pt_lsp.features.review.placing import PlacedFindings, place
from pt_lsp.features.review.reading import read_findings
from tests.features.review.faulted_replies import CASES, GOOD, SOURCE, A, B, Case

NAMES = [name for name, *_ in CASES]
TEXT = Text.of(SOURCE)


def read(reply: str) -> Findings:
    """No findings where nothing can be read."""
    try:
        return read_findings(reply)
    except UnusableReply:
        return Findings()


def placed(reply: str, now: Text = TEXT) -> tuple[list[tuple[str, str]], int]:
    findings = read(reply)
    places: PlacedFindings = place(findings.findings, TEXT, [Span(0, len(TEXT))], now)
    found = [(str(each.severity), now.slice(each.span)) for each in places.findings]
    return found, places.n_refused + findings.n_unsound


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_each_finding_of_a_faulted_reply_is_placed_right_or_refused(case: Case) -> None:
    _, reply, expected, n_refused = case
    assert placed(reply) == (expected, n_refused)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_so_it_is_where_the_file_has_changed_meanwhile(case: Case) -> None:
    _, reply, expected, n_refused = case
    moved = Text.of(f"# first\n\n{SOURCE.replace('import os', 'import os, re')}# last\n")
    assert placed(reply, moved) == (expected, n_refused)
    for _, quote in expected:
        line = quote.split("\n", maxsplit=1)[0]
        gone = Text.of(SOURCE.replace(line, line.replace(line[-1], f" {line[-1]}"), 1))
        others = [each for each in expected if line not in each[1]]
        assert placed(reply, gone) == (others, n_refused + len(expected) - len(others))
        twice = Text.of(f"{SOURCE}{quote}\n")
        left = [each for each in expected if each[1] not in quote]
        assert placed(reply, twice)[0] == left


@given(st.integers(0, len(GOOD)))
def test_a_cut_reply_has_the_first_findings_of_the_whole_one(length: int) -> None:
    found = read(GOOD[:length])
    assert found.findings == read(GOOD).findings[: len(found.findings)]
    assert found.n_unsound == 0


MADE = st.text(st.sampled_from("ab /`'\"\\{}[]:,\n\t\u201c\u4e2d"), max_size=30)
FINDING = st.fixed_dictionaries(
    {"quote": MADE, "message": MADE, "severity": st.sampled_from(["error", "hint", "2"])}
)


@given(st.lists(FINDING, max_size=4), st.integers(0, 600), st.sampled_from([None, 2]))
def test_sound_json_is_read_as_it_is_and_any_cut_of_it_as_its_beginning(
    findings: list[dict[str, str]], length: int, indent: int | None
) -> None:
    reply = json.dumps({"findings": findings}, indent=indent)
    whole = read(reply).findings
    assert {each.quote for each in whole} <= {each["quote"] for each in findings}
    cut = read(reply[:length]).findings
    assert cut == whole[: len(cut)]


PIECES = [
    GOOD,
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    ",",
    ":",
    "\\",
    "```",
    "quote",
    "message",
    "return a / b",
    "\n",
    "//",
    "/*",
    "<think>",
    "</think>",
    "null",
    "\ud800",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30))
def test_no_reply_is_a_crash_or_a_finding_somewhere_else(pieces: list[str]) -> None:
    reply = "".join(pieces)
    for severity, quoted in placed(reply)[0]:
        assert severity in {"error", "warning", "information", "hint"}
        assert SOURCE.count(quoted) == 1


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_garbage_has_no_findings(reply: str) -> None:
    assert read(reply).findings == ()


@pytest.mark.parametrize(
    "reply",
    [
        "[" * 100_000,
        "[{" * 50_000 + '"quote"',
        '{"a":' * 50_000,
        '"{' * 50_000,
        "{'" * 50_000,
        GOOD * 300,
        '"' * 100_000,
        f'{{"findings": [{{"line": 3{" " * 100_000}or 4}}]}}',
    ],
)
def test_huge_and_deep_replies_are_read_in_linear_time(reply: str) -> None:
    found = read(reply)
    assert len(found.findings) == (2 if A["quote"] in reply else 0)


def test_no_more_are_kept_than_anybody_reads() -> None:
    many = [B | {"message": f"It is wrong, number {n}."} for n in range(50)]
    assert len(read(json.dumps(many)).findings) == 20


def test_an_answer_that_says_nothing_of_findings_cannot_be_used() -> None:
    for reply in ("I like this code.", "```python\nreturn a / b\n```", "<think>\nhm"):
        with pytest.raises(UnusableReply):
            read_findings(reply)


@pytest.mark.parametrize(
    "reply",
    [
        "No issues found. The code looks good to me!",
        "**No bugs detected.**",
        "I did not find any problems in this code.",
        "After reviewing the code, I found no significant issues.",
        "The function is correct. Nothing to report.",
        "LGTM",
        'Nothing is wrong:\n```json\n{"findings": []}\n```\nI looked at `[a]`.',
        "```json\n[]\n```",
    ],
)
def test_a_model_may_say_in_its_own_words_that_nothing_is_wrong(reply: str) -> None:
    assert read_findings(reply) == Findings()


@pytest.mark.parametrize(
    "reply",
    [
        "The function does not handle errors.",
        "1. **error** `return a / b`: there is no check for zero, which is a bug.",
        "I found two issues:\n1. a / b fails for zero.\n2. The file is not closed on errors.",
        "There is a bug: x = 1 has to be 2. No other problems were found.",
        "There is one bug: items may be empty. Otherwise the code looks good.",
        "No errors are raised for bad input.",
        "None is returned for an empty list.",
        "The code has no error handling.",
        "This is fine until the list is empty.",
        "No issues with style; line 3 leaks a file.",
        "The default of `def f(items=[])` is shared between calls.",
        "The state `{items: []}` is shared between calls.",
    ],
)
def test_what_is_wrong_is_never_taken_for_an_all_clear(reply: str) -> None:
    with pytest.raises(UnusableReply):
        read_findings(reply)
