import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.features.inline_completion.postprocess.chain import refine
from pt_lsp.features.inline_completion.postprocess.place import Place
from tests.features.inline_completion.checking import refined

PALINDROME = "def is_palindrome(s):\n    s = s.lower()\n    return <|>\n\nprint(is_palindrome('Level'))\n"
PIECES = [
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
        ("def load():\n    for line in <|>\n", "open(path):\n                    yield line", "open(path):"),
    ],
)
def test_real_replies_of_a_weak_model_become_code(marked: str, reply: str, expected: str) -> None:
    assert refined(marked, reply) == expected


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.sampled_from(["line", "paragraph", "block"]),
)
def test_no_reply_breaks_the_filters(reply: str, extent: str) -> None:
    place = Place("def f():\n    x = ", "\n    return x\n", "python")
    for end in range(len(reply)):
        refine(reply[:end], place, extent, is_final=False)  # type: ignore[arg-type]  # sampled from its values
    text = refine(reply, place, extent).text  # type: ignore[arg-type]  # sampled from its values
    assert "\r" not in text


def test_a_text_before_more_code_keeps_its_blanks() -> None:
    assert refined("x = <|>y\n", "a + ") == "a + "
