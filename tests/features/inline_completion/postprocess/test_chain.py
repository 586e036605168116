import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pt_lsp.features.inline_completion.postprocess.chain import Refiner, refine
from pt_lsp.features.inline_completion.postprocess.item_extent import Extent
from pt_lsp.replies.insertion_point import InsertionPoint
from tests.features.inline_completion.checking import refined
from tests.support.notation import parse

PALINDROME = "def is_palindrome(s):\n    s = s.lower()\n    return <|>\n\nprint(is_palindrome('Level'))\n"
EXTENTS: list[Extent] = ["line", "header", "statement", "paragraph", "block"]
PIECES = [
    "return x\n",
    "a\n",
    "def g():\n",
    "Sure, this is what you need.\n",
    "```",
    "python\n",
    "return",
    " a",
    "(",
    ")",
    "}",
    "\n",
    "    ",
    "\t",
    "<code>",
    "Here is",
    ":",
    "\r",
    "~~~",
    "<function=f>\n",
    "The user wants to have it.\n",
    "</think>\n",
    "# ... lines left out ...\n",
]


FENCED_LINE = """\
The line of code is:

```
for i, line in enumerate(lines):
```

This is the end of the line of code."""

WHOLE_FILE = """\
<prefix>def is_palindrome(s):
    s = s.lower()
    return s == s[::-1]

print(is_palindrome('Level'))"""

UNOPENED_FENCE = """\
def average(nums):
    return sum(nums) / len(nums) if nums else None
```

This function returns the average of the input list `nums`."""


@pytest.mark.parametrize(
    ("marked", "reply", "expected"),
    [
        (PALINDROME, WHOLE_FILE, "s == s[::-1]"),
        ("for i, line in enumerate(<|>", FENCED_LINE, "lines):"),
        ("<|>", UNOPENED_FENCE, UNOPENED_FENCE.partition("\n```")[0]),
        (
            "def load():\n    for line in <|>\n",
            "open(path):\n                    yield line",
            "open(path):\n        yield line",
        ),
    ],
)
def test_real_replies_of_a_weak_model_become_code(marked: str, reply: str, expected: str) -> None:
    assert refined(marked, reply) == expected


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.sampled_from(EXTENTS),
)
def test_no_reply_breaks_the_filters(reply: str, extent: Extent) -> None:
    place = InsertionPoint("def f():\n    x = ", "\n    return x\n", "python")
    for end in range(len(reply)):
        refine(reply[:end], place, extent, is_final=False)
    text = refine(reply, place, extent).text
    assert "\r" not in text


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.sampled_from(["def f():\n    x = <|>\n    return x\n", "x = 1\n<|>\n", "f(<|>)\na\n"]),
    st.sampled_from(EXTENTS),
)
@example("a\nSure, this is what you need.\n```", "def f():\n    x = <|>\n    return x\n", "paragraph")
@example("Sure, this is what you need.\na\n~~~", "x = 1\n<|>\n", "block")
@example("Here is\n```", "x = 1\n<|>\n", "paragraph")
@example("Here is\r~~~", "f(<|>)\na\n", "statement")
def test_what_was_shown_is_never_taken_back(reply: str, marked: str, extent: Extent) -> None:
    mark = parse(marked)
    refiner = Refiner(InsertionPoint(mark.prefix, mark.suffix, "python"), extent)
    shown = ""
    for end in range(len(reply) + 1):
        refined = refiner.refine(reply[:end])
        assert refined.shown.startswith(shown)
        shown = refined.shown
        if refined.is_complete:
            return
    assert refiner.refine(reply, is_final=True).text.startswith(shown)


def test_a_first_line_is_shown_as_soon_as_it_is_complete() -> None:
    refiner = Refiner(InsertionPoint("x = 1\n", "\n", "python"), "block")
    assert refiner.refine("for x in y:").shown == ""
    assert refiner.refine("for x in y:\n").shown == "for x in y:"
    assert refiner.refine("for x in y:\n    a()\n").shown == "for x in y:"


@pytest.mark.parametrize("reply", ["y = 2\n", "for x in )\n"])
def test_a_first_line_that_may_be_refused_is_not_shown_early(reply: str) -> None:
    assert Refiner(InsertionPoint("x = 1\n", "\ny = 2\n", "python"), "block").refine(reply).shown == ""


def test_a_text_before_more_code_keeps_its_blanks() -> None:
    assert refined("x = <|>y\n", "a + ") == "a + "
