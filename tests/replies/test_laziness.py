"""Answers that leave code out: which lines say so, and what is put back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.laziness.filling import LeftOut, filled
from pt_lsp.replies.laziness.gap_lines import gap_lines
from tests.support.real_edits import real_hunks

OLD = """\
def order(basket, shop):
    basket.check_items()
    total = basket.total()
    rate = shop.rate_of(basket)

    for item in basket.items:
        shop.reserve(item)
    return total * rate"""
HEAD = "def order(basket, shop):\n    basket.check_items()"
END = "    return total * rate * shop.share"
LINES = OLD.split("\n")


def gaps(answer: str, original: str = OLD, language_id: str = "python") -> list[str]:
    lines = answer.split("\n")
    return [lines[at].strip() for at in gap_lines(lines, original, language_id)]


@pytest.mark.parametrize(
    "line",
    [
        "# ... rest unchanged",
        "# ... rest of the function",
        "# ... (rest of the function)",
        "# ... existing code ...",
        "# existing code",
        "# Existing code...",
        "# Other methods...",
        "# ... implementation ...",
        "# [unchanged code]",
        "# rest of `order` unchanged",
        "# same as before",
        "# the rest stays the same",
        "// Rest remains as is.",
        "...  # rest of the function",
        "# ...",
        "// ... existing code ...",
        "// existing code",
        "// \u2026 unchanged",
        "// remaining methods are unchanged",
        "// ... (omitted for brevity)",
        "/* unchanged */",
        "/* ... */",
        "{/* ... existing code ... */}",
        "<!-- ... rest of the page ... -->",
        "-- ... rest of the query ...",
        "(* ... same as above ... *)",
        "; ... remaining definitions ...",
        "% ... the rest of the file ...",
        "' ... existing code ...",
        "REM ... rest of file",
        "[rest of code here]",
        "[...]",
        "... rest unchanged",
        "...",
        "\u2026",
        "# ... lines left out ...",
        "// ... restlicher Code unver\u00e4ndert ...",
        "// ... reste du code inchang\u00e9 ...",
        "// resto del c\u00f3digo sin cambios",
        "// ... \u5176\u4f59\u4ee3\u7801\u4fdd\u6301\u4e0d\u53d8 ...",
        "// \u5176\u4f59\u4ee3\u7801\u4fdd\u6301\u4e0d\u53d8",
        "# \u7701\u7565",
        "// ... \u65e2\u5b58\u306e\u30b3\u30fc\u30c9 ...",
        "# ... \u043e\u0441\u0442\u0430\u043b\u044c\u043d\u043e\u0439 \u043a\u043e\u0434 ...",
    ],
)
def test_a_line_that_stands_for_lines_that_are_gone_is_a_gap(line: str) -> None:
    assert gaps(f"{HEAD}\n    {line}\n{END}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "...rest,",
        "...rest, ...other",
        "...(existing ?? {}),",
        "...(rest)",
        "...",
        "# ... and then we go on with the other ones",
        "# Keep the other items as they are",
        "# unchanged items keep their place",
        "# the rest",
        "# Remaining items are reserved by the shop, in the order of the basket.",
        "pass  # unchanged",
        "return None  # ... rest unchanged",
        'print("... rest of the code ...")',
        "'unchanged'",
        "[existing]",
        "[rest, other]",
        "# ---------------",
        "#include <rest>",
        "- ... existing",
        "",
    ],
)
def test_a_line_of_code_or_a_comment_is_none(line: str) -> None:
    # Nothing is gone around it.
    assert gaps(f"{OLD}\n    {line}\n") == []


@pytest.mark.parametrize("dots", ["...", "...  # rest of the function"])
def test_dots_behind_a_block_that_has_ended_are_a_gap(dots: str) -> None:
    checked = "    if not basket:\n        return 0"
    assert gaps(f"def order(basket, shop):\n{checked}\n    {dots}") == [dots]
    assert gaps(f"{HEAD}\n{checked}\n    {dots}\n    return total * rate") == [dots]


def test_lines_of_the_old_text_are_none() -> None:
    old = "def f():\n    # ... existing code ...\n    ...\n    # unchanged\n    return 1"
    assert gaps(old.replace("return 1", "return 2"), old) == []
    assert gaps("f()\n# ... existing code ...\n", old) == []


@pytest.mark.parametrize(
    "answer",
    [
        "class Shop(Protocol):\n    def order(self, basket): ...\n\n    def pay(self) -> None:\n        ...",
        'def order(basket, shop):\n    """Order it."""\n    ...',
        "def order(basket, shop):\n    ...  # type: ignore",
        "def order(basket, shop):\n    ...",
        '"""Orders.\n\n>>> for item in basket:\n...     print(item)\n...\n1\n"""',
        "calls = Callable[\n    ...,\n    None,\n]",
        "first = data[\n    ...\n]",
    ],
)
def test_dots_that_are_python_are_none(answer: str) -> None:
    assert gaps(answer) == []


@pytest.mark.parametrize(
    ("answer", "language_id"),
    [
        ("f <- function(x,\n  ...\n) {\n  g(x)\n}", "r"),
        ("int print(\n  const char *form,\n  ...\n);", "c"),
        ("a: 1\n...\n", "yaml"),
        ("So it is.\n\n...\n\n# Rest of the code\n", "markdown"),
    ],
)
def test_dots_that_are_other_code_or_text_are_none(answer: str, language_id: str) -> None:
    assert gaps(answer, "a\nb\nc\nd\ne\nf\ng\nh\ni", language_id) == []


RESERVE, HOLD = (
    "    for item in basket.items:\n        shop.reserve(item)",
    "        shop.hold(item)\n    return 0",
)
RATE, LOOP = LINES[3], LINES[5]
HELD = "\n".join([*LINES[:6], HOLD])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (f"{HEAD}\n    # ... unchanged ...\n{LOOP}\n{HOLD}", HELD),
        (f"# ... existing code ...\n{RESERVE}\n{END}", "\n".join([*LINES[:7], END])),
        (
            "def order(basket, user):\n    basket.check_items()\n    # ... rest of the function",
            "\n".join(["def order(basket, user):", *LINES[1:]]),
        ),
        (
            f"{HEAD}\n    ...\n{RATE}\n    rate *= 2\n\n{LOOP}\n    # same as before",
            "\n".join([*LINES[:4], "    rate *= 2", *LINES[4:]]),
        ),
        # Blank lines around it are not the text's; one that hides nothing goes.
        (f"{HEAD}\n\n    # ... existing code ...\n\n{RATE}\n\n    # ... rest ...\n{LOOP}\n{HOLD}", HELD),
    ],
)
def test_what_is_left_out_between_lines_that_are_there_once_is_put_back(answer: str, expected: str) -> None:
    assert "\n".join(filled(answer.split("\n"), OLD, "python")) == expected


def shifted(text: str, blanks: str) -> str:
    return "\n".join(blanks + line if line else line for line in text.split("\n"))


@pytest.mark.parametrize(("there", "written"), [("    ", ""), ("", "    "), ("  ", "      ")])
def test_what_is_put_back_is_indented_as_the_answer_is(there: str, written: str) -> None:
    answer = shifted(f"{HEAD}\n    # ... existing code ...\n{LOOP}\n{HOLD}", written)
    new = filled(answer.split("\n"), shifted(OLD, there), "python")
    assert "\n".join(new) == shifted(HELD, written)


@pytest.mark.parametrize(
    "answer",
    [
        # The line next to it is new, stands there twice, or is too short to tell.
        f"{HEAD}\n    shop.log()\n    # ... existing code ...\n    return total * rate",
        "def order(basket, shop, user):\n    # ... existing code ...\n    return total * rate",
        f"{HEAD}\n    # ... existing code ...\n{END}",
        # In another order.
        f"    rate = shop.rate_of(basket)\n    # ... existing code ...\n{HEAD}\n    pass",
        # What would be put back stands in the answer already.
        f"{HEAD}\n    # ... existing code ...\n{LOOP}\n    total = basket.total()\n    pass",
        # Nothing but old lines: what was asked for is not begun.
        f"{HEAD}\n    # ... existing code ...\n    return total * rate",
        "# ... existing code ...",
        "# ... existing code ...\n# ... existing code ...",
        # Blanks where the old text has tabs.
        "if a {\n    call_of(one)\n    // ... unchanged\n    call_of(three)\n    end()\n}",
    ],
)
def test_what_could_be_something_else_is_refused(answer: str) -> None:
    old = "if a {\n\tcall_of(one)\n\tcall_of(two)\n\tcall_of(three)\n}" if "{" in answer else OLD
    with pytest.raises(LeftOut, match="left parts of the code out"):
        filled(answer.split("\n"), old, "python")


CODE = st.sampled_from(
    [*LINES, "    new_call(item)", "    # ... existing code ...", "    ...", "# unchanged", ""]
)


@given(st.lists(CODE, max_size=12), st.lists(st.sampled_from([*LINES, "}", "x = 1"]), max_size=12))
def test_no_line_of_an_answer_is_lost_and_none_is_made_up(answer: list[str], old: list[str]) -> None:
    try:
        new = filled(answer, "\n".join(old), "python")
    except UnusableReply:
        return
    at = gap_lines(answer, "\n".join(old), "python")
    kept = [line for number, line in enumerate(answer) if number not in at and line.strip()]
    rest = iter(line for line in new if line.strip())
    assert all(line in rest for line in kept)
    assert {line.strip() for line in new} <= {line.strip() for line in [*answer, *old]}


@given(st.integers(1, 6), st.integers(1, 6))
def test_leaving_out_lines_that_stay_comes_to_the_same_as_writing_them(start: int, n_left_out: int) -> None:
    whole = [*LINES[:7], "    shop.count(basket)", LINES[7]]
    end = min(start + n_left_out, 6)
    answer = [*whole[:start], "    # ... existing code ...", *whole[end:]]
    try:
        assert filled(answer, OLD, "python") == whole
    except LeftOut:
        assert start < 1 or len(LINES[start - 1].strip()) < 12 or not LINES[start - 1].strip()


@pytest.mark.shared_data
def test_real_commits_hold_no_line_that_reads_as_a_gap() -> None:
    found = [
        (hunk.case, hunk.new[at])
        for hunk in real_hunks(3)
        for at in gap_lines(hunk.new, str(hunk.snapshot.text.slice(hunk.span)), hunk.snapshot.language_id)
    ]
    assert found == []


def test_an_answer_of_nothing_but_gaps_is_refused() -> None:
    for line in ("    ...", "    # same as before", "    # ... existing code ..."):
        with pytest.raises(LeftOut):
            filled([HEAD, *[line] * 10_000], OLD, "python")
