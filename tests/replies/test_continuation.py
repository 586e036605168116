from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.replies.continuation import Continuation

HEAD = "def f():\n    first_step = 10\n    second_step = 20\n"
TAIL = "    third_step = 30\n    return third_step"


@pytest.mark.parametrize(
    "rest",
    [
        "    }\n}\n",
        "This line of a text looks like talk.\nAnd it goes on.\n",
        "\n    other_step()\n",
        "```\n",
        "def f():\n    pass\n",
        "",
    ],
)
def test_what_may_be_chance_or_is_text_stays(rest: str) -> None:
    continuation = Continuation("```js\nfunction f() {\n  if (a) {\n    }\n", frozenset(), "javascript")
    assert continuation.push(rest) + continuation.finish() == rest


@given(
    st.sampled_from(["", "    second_step = 20\n", "Here it goes on now:\n```python\n", "\n"]),
    st.lists(st.integers(1, 90), max_size=8),
)
def test_a_part_is_joined_the_same_however_it_is_cut(before: str, cuts: list[int]) -> None:
    part = before + TAIL

    def joined(pieces: list[str]) -> str:
        continuation = Continuation(HEAD, frozenset(), "python")
        return "".join([*map(continuation.push, pieces), continuation.finish()])

    places = sorted({0, *(place for place in cuts if place < len(part)), len(part)})
    pieces = [part[start:end] for start, end in pairwise(places)]
    assert joined(pieces) == joined([part])
    assert joined(pieces).strip("\n") == TAIL
