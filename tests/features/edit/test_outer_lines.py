"""Answers that close what is closed below their region, or open again what is open above it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.features.edit.closing import put_right
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.region_format import RegionFormat
from tests.features.edit.checking import drafts_of, request_of

JS_IF = "function f(a) {\n<|>  if (a) {\n    b()<|>\n  }\n  return c\n}\n"
JS_END = "class A {\n  f() {\n    if (a) {\n<|>      b()\n    }<|>\n  }\n\n  g() {\n    c({\n    })\n  }\n}\n"
JS_CALL = "send(\n  first,\n<|>  make({\n    a: 1,<|>\n  }),\n  last,\n)\n"
JS_ELSE = "if (a) {\n  b()\n<|>} else {\n  c()\n}<|>\n\nd()\n"
PY_CALL = "x = sum(\n<|>    a,\n    f(\n        b,<|>\n    ),\n)\n"
PY_HEAD = "def f(a):\n    if a:\n<|>        b()\n        c()<|>\n    return d\n"
PY_TRY = "try:\n<|>    a()\nexcept E:\n    b()<|>\nfinally:\n    c()\n"
RUBY = "def f\n<|>  if a\n    b<|>\n  end\n  c\nend\n"
LUA = "function f()\n<|>  for i = 1, 2 do\n    a(i)<|>\n  end\nend\n"


@pytest.mark.parametrize(
    ("language_id", "marked", "answer", "new"),
    [
        ("javascript", JS_IF, "  if (a) {\n    d()\n  }", "  if (a) {\n    d()"),
        ("javascript", JS_IF, "  if (a) {\n    d()\n  }\n  return c\n}", "  if (a) {\n    d()"),
        ("javascript", JS_END, "      d()\n    }\n  }", "      d()\n    }"),
        ("javascript", JS_END, "      d()\n    }\n  }\n", "      d()\n    }"),
        ("javascript", JS_CALL, "  make({\n    a: 2,\n  }),", "  make({\n    a: 2,"),
        ("javascript", JS_CALL, "  make({\n    a: 2,\n  })", "  make({\n    a: 2,"),
        ("javascript", JS_ELSE, "if (a) {\n  b()\n} else {\n  e()\n}", "} else {\n  e()\n}"),
        ("python", PY_CALL, "    a,\n    f(\n        c,\n    ),\n)", "    a,\n    f(\n        c,"),
        ("python", PY_CALL, "    a,\n    f(\n        c,\n    )", "    a,\n    f(\n        c,"),
        ("python", PY_HEAD, "    if a:\n        b()\n        e()", "        b()\n        e()"),
        ("python", PY_TRY, "try:\n    e()\nexcept E:\n    b()\nfinally:", "    e()\nexcept E:\n    b()"),
        ("ruby", RUBY, "  if a\n    e\n  end", "  if a\n    e"),
        ("lua", LUA, "  for i = 1, 2 do\n    b(i)\n  end", "  for i = 1, 2 do\n    b(i)"),
        # no grammar: brackets tell
        ("cobol", JS_IF, "  if (a) {\n    d()\n  }", "  if (a) {\n    d()"),
        ("cobol", JS_CALL, "  make({\n    a: 2,\n  })", "  make({\n    a: 2,"),
    ],
)
def test_what_is_closed_below_or_open_above_is_not_written_twice(
    language_id: str, marked: str, answer: str, new: str
) -> None:
    assert drafts_of(request_of(marked, language_id=language_id), answer)[-1] == Draft(new)


@pytest.mark.parametrize(
    ("language_id", "marked", "answer"),
    [
        # a bracket was missing, and the answer brings it
        ("javascript", "f(<|>g(a<|>\n)\n", "f(g(a\n)"),
        ("cobol", "f(g(\n<|>  h(a<|>\n)\n)\n", "  h(a\n)"),
        # it is a block of its own
        ("javascript", JS_IF, "  if (a) {\n    while (d) {\n      b()\n    }"),
        ("javascript", "if (a) {\n<|>  b()<|>\n}\n", "  if (c) {\n    b()\n  }"),
        ("python", PY_HEAD, "        if a:\n            b()\n        c()"),
        ("ruby", RUBY, "  if a\n    b\n    while c\n      d\n    end"),
        ("cobol", "a {\n<|>  b<|>\n}\n", "  c {\n    b\n  }"),
    ],
)
def test_what_belongs_to_the_answer_stays(language_id: str, marked: str, answer: str) -> None:
    assert drafts_of(request_of(marked, language_id=language_id), answer)[-1].text == answer


def test_a_wrong_bracket_elsewhere_is_not_mended_by_leaving_out_the_last_one() -> None:
    marked = "<|>function f() {\n  if (a) {\n    b()\n  }\n  c()\n}<|>\n\ng()\n"
    answer = "function f() {\n  if (a) {\n    b()\n  }\n  }\n  c()\n}"
    draft = drafts_of(request_of(marked, language_id="javascript"), answer, answer)[-1]
    assert draft.text == answer
    assert "syntax error" in (draft.warning or "")


PIECES = st.recursive(
    st.sampled_from([["a()"], ["b(c, [1])"], ["let d = 1"]]),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda parts: ["if (e) {", *("  " + line for part in parts for line in part), "}"]
    ),
    max_leaves=8,
)


@given(PIECES, st.data(), st.sampled_from(["javascript", "cobol"]), st.integers(1, 3))
def test_a_region_that_comes_back_with_what_closes_it_below_changes_nothing(
    code: list[str], data: st.DataObject, language_id: str, n_most: int
) -> None:
    lines = ["start()", *code, "stop()"]
    first = data.draw(st.integers(1, len(lines) - 2))
    last = data.draw(st.integers(first, len(lines) - 2))
    below = lines[last + 1 : last + 1 + n_most]
    closing = below[: next((n for n, line in enumerate(below) if line.strip() != "}"), len(below))]
    marked = "\n".join(
        [*lines[:first], "<|>" + "\n".join(lines[first : last + 1]) + "<|>", *lines[last + 1 :]]
    )
    request = request_of(f"{marked}\n", language_id=language_id)
    answer = "\n".join([*lines[first : last + 1], *closing])
    text, _ = put_right(request, RegionFormat(request), answer)
    assert text == "\n".join(lines[first : last + 1])
