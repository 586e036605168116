"""Instruction comments as edits: text in, text out; two `<|>` around a region where that is what is shown."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.documents.lines import end_of_line, lines_of
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import EditRefused, UnusableReply
from pt_lsp.features.edit.actions.do_comment import DO_COMMENT
from pt_lsp.features.edit.instructed import OwnComment
from pt_lsp.features.edit.prompt import build_prompt
from pt_lsp.features.edit.request import edit_request
from pt_lsp.settings.options import EditSettings, Settings
from tests.features.edit.checking import IN_FOLDER, check, drafts_of, exchange, request_of
from tests.features.golden import check_prompt
from tests.support.notation import mark

PROMPTS = Path(__file__).parent / "prompts"


def region_of(marked: str, language_id: str = "python") -> str:
    request = request_of(marked, "doComment", language_id=language_id)
    return mark(str(request.snapshot.text), request.region)


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        (
            "python",
            "a = 1\n\n# pt: x<|>\n@cached\ndef f():\n    return 1\n\n\ndef g():\n    pass\n",
            "a = 1\n\n<|># pt: x\n@cached\ndef f():\n    return 1<|>\n\n\ndef g():\n    pass\n",
        ),
        (
            "python",
            "class A:\n    # pt: x<|>\n    def f(self):\n        return 1\n    def g(self): ...\n",
            "class A:\n<|>    # pt: x\n    def f(self):\n        return 1<|>\n    def g(self): ...\n",
        ),
        ("python", "# pt: x<|>\na = [\n    1,\n]\nb = 2\n", "<|># pt: x\na = [\n    1,\n]<|>\nb = 2\n"),
        (
            "python",
            "def f():\n    a = 1\n    # pt: x<|>\n\nb = 2\n",
            "def f():\n    a = 1\n<|>    # pt: x<|>\n\nb = 2\n",
        ),
        (
            "python",
            "def f():\n    a = 1\n    # pt: x<|>\nb = 2\n",
            "def f():\n    a = 1\n<|>    # pt: x<|>\nb = 2\n",
        ),
        ("python", "def f():\n    # pt: x<|>\n", "def f():\n<|>    # pt: x<|>\n"),
        (
            "python",
            "def f():\n    # pt: x<|>\n    # y\n\n    return 1\n",
            "def f():\n<|>    # pt: x\n    # y<|>\n\n    return 1\n",
        ),
        ("python", "# pt: x<|>\n\na = 1\n", "<|># pt: x<|>\n\na = 1\n"),
        ("python", "a = 1\n# pt: x<|>", "a = 1\n<|># pt: x<|>"),
        ("python", "# pt: x<|>\n# pt: y\na = 1\n", "<|># pt: x\n# pt: y\na = 1<|>\n"),
        (
            "python",
            "a = f(\n    1,  # pt: x<|>\n    2,\n)\nb\n",
            "<|>a = f(\n    1,  # pt: x\n    2,\n)<|>\nb\n",
        ),
        ("python", "a = f(\n    # pt: x<|>\n    2,\n)\nb\n", "<|>a = f(\n    # pt: x\n    2,\n)<|>\nb\n"),
        (
            "python",
            "def f():  # pt: x<|>\n    return 1\n\nb\n",
            "<|>def f():  # pt: x\n    return 1<|>\n\nb\n",
        ),
        (
            "rust",
            "// pt: x<|>\n/// Says y.\n#[inline]\nfn y() {\n}\n",
            "<|>// pt: x\n/// Says y.\n#[inline]\nfn y() {\n}<|>\n",
        ),
        ("go", "func f() {\n\ta()\n\t// pt: x<|>\n}\n", "func f() {\n\ta()\n<|>\t// pt: x<|>\n}\n"),
        (
            "go",
            "func f() {\n\t// pt: x<|>\n\tdone := 1\n}\n",
            "func f() {\n<|>\t// pt: x\n\tdone := 1<|>\n}\n",
        ),
        (
            "sql",
            "-- pt: x<|>\nSELECT\n  a\nFROM b;\n\nSELECT c;\n",
            "<|>-- pt: x\nSELECT\n  a\nFROM b;<|>\n\nSELECT c;\n",
        ),
        (
            "sql",
            "SELECT a\nFROM b; -- pt: x<|>\n\nSELECT c;\n",
            "<|>SELECT a\nFROM b; -- pt: x<|>\n\nSELECT c;\n",
        ),
        (
            "haskell",
            "f :: Int\nf = 1\n\n-- pt: x<|>\ng :: Int\ng = 2\n",
            "f :: Int\nf = 1\n\n<|>-- pt: x\ng :: Int\ng = 2<|>\n",
        ),
        (
            "html",
            "<!-- pt: x<|> -->\n<p>\n  a\n</p>\n<p>b</p>\n",
            "<|><!-- pt: x -->\n<p>\n  a\n</p><|>\n<p>b</p>\n",
        ),
        ("css", "/* pt: x<|> */\na {\n  b: c;\n}\n", "<|>/* pt: x */\na {\n  b: c;\n}<|>\n"),
        ("ruby", "def f\n  # pt: x<|>\nend\n", "def f\n<|>  # pt: x<|>\nend\n"),
        ("ruby", "def f\n# pt: x<|>\nend\n", "def f\n<|># pt: x<|>\nend\n"),
        ("go", "func f() {\n// pt: x<|>\n}\n", "func f() {\n<|>// pt: x<|>\n}\n"),
        (
            "c",
            "/*\n * pt: x<|>\n */\nint f(void) {\n}\nint a;\n",
            "<|>/*\n * pt: x\n */\nint f(void) {\n}<|>\nint a;\n",
        ),
        ("yaml", "# pt: x<|>\na:\n  b: 1\nc: 2\n", "<|># pt: x\na:\n  b: 1<|>\nc: 2\n"),
        (
            "cobol",
            "  // pt: x<|>\n  if a {\n    b\n  }\n  c\n",
            "<|>  // pt: x\n  if a {\n    b\n  }<|>\n  c\n",
        ),
        (
            "markdown",
            "# Title\n\n<!-- pt: x<|> -->\n\nOne line\nand another.\n\nThe next.\n",
            "# Title\n\n<|><!-- pt: x -->\n\nOne line\nand another.<|>\n\nThe next.\n",
        ),
        ("markdown", "One.\n<!-- pt: x<|> -->\nTwo.\n", "One.\n<|><!-- pt: x -->\nTwo.<|>\n"),
        ("markdown", "One\ntwo. <!-- pt: x<|> -->\n\nThree.\n", "<|>One\ntwo. <!-- pt: x --><|>\n\nThree.\n"),
        ("plaintext", "One.\n\npt: x<|>\nTwo.\n", "One.\n\n<|>pt: x\nTwo.<|>\n"),
        ("markdown", "One.\n\n<!-- pt: x<|> -->\n\n", "One.\n\n<|><!-- pt: x --><|>\n\n"),
    ],
)
def test_a_region_is_the_comment_with_what_it_is_about(language_id: str, marked: str, expected: str) -> None:
    assert region_of(marked, language_id) == expected


def test_a_selection_that_holds_more_than_the_comment_says_what_it_is_about() -> None:
    assert region_of("<|># pt: x\na = 1\nb = 2\n<|>c = 3\n") == "<|># pt: x\na = 1\nb = 2<|>\nc = 3\n"
    assert region_of("<|>a = 1\n# pt: <|>x\nb = 2\n") == "<|>a = 1\n# pt: x<|>\nb = 2\n"
    assert region_of("# pt: <|>x<|>\na = 1\nb = 2\n") == "<|># pt: x\na = 1<|>\nb = 2\n"


def test_a_byte_order_mark_stays_outside() -> None:
    assert region_of("\ufeff# pt: x<|>\na = 1\n") == "\ufeff<|># pt: x\na = 1<|>\n"


def test_where_no_comment_says_anything_the_edit_is_refused_with_a_sentence() -> None:
    for marked in ("a = 1<|>\n", "# pt:<|>\na = 1\n", "# pt: x\n\na = 1<|>\n"):
        with pytest.raises(EditRefused, match="begins with `pt:`"):
            request_of(marked, "doComment")
    snapshot = Snapshot(
        "file:///a.py", "python", 1, Text.of("# pt: x\n"), Settings(edits=EditSettings(comment_marker=""))
    )
    with pytest.raises(EditRefused, match="turned off"):
        edit_request(snapshot, DO_COMMENT, Span(0, 0))


FILE = """\
import math


class Circle:
    def __init__(self, radius: float) -> None:
        self.radius = radius

    # pt: take the unit of the result, too:
    #   - square metres
    #   - square feet
    #
    # Round to two digits.<|>
    def area(self) -> float:
        return math.pi * self.radius ** 2
"""


def test_the_prompt_reads_as_reviewed() -> None:
    check_prompt(PROMPTS / "do_comment.txt", build_prompt(request_of(FILE, "doComment"), IN_FOLDER))


METHOD = "class A:\n    # pt: add one<|>\n    def f(self):\n        return 1\n"
FUNCTION = "# pt: use a loop<|>\n# at most\ndef f(a):\n    # why\n    return a\n\nprint(f(MANY))\n"


@pytest.mark.parametrize(
    ("marked", "reply", "expected"),
    [
        (
            FUNCTION,
            "def f(a):\n    # why\n    return a + 1\n",
            "def f(a):\n    # why\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            FUNCTION,
            "# pt: use a loop\n# at most\ndef f(a):\n    return a + 1",
            "def f(a):\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            FUNCTION,
            "```python\n# pt: use a loop\n# at most\n\ndef f(a):\n    return a + 1\n```",
            "def f(a):\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            FUNCTION,
            "def f(a):\n    # pt: use a loop\n    # at most\n    return a + 1",
            "def f(a):\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            FUNCTION,
            "<<<<<<< SEARCH\n    return a\n=======\n    return a + 1\n>>>>>>> REPLACE",
            "def f(a):\n    # why\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            FUNCTION,
            "# pt: use a loop\n# at most\ndef f(a):\n    # why\n    return a + 1\n\nprint(f(MANY))",
            "def f(a):\n    # why\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            FUNCTION,
            "# pt: use a loop\ndef f(a):\n    return a + 1",
            "# pt: use a loop\ndef f(a):\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            FUNCTION,
            "Sure:\n```python\n# pt: use a loop\n# at most\ndef f(a):\n    return a + 1\n```\nFine.",
            "def f(a):\n    return a + 1\n\nprint(f(MANY))\n",
        ),
        (
            METHOD,
            "# pt: add one\ndef f(self):\n    return 2",
            "class A:\n    def f(self):\n        return 2\n",
        ),
        (
            METHOD,
            "class A:\n    # pt: add one\n    def f(self):\n        return 2",
            "class A:\n    def f(self):\n        return 2\n",
        ),
        (
            METHOD,
            "<<<<<<< SEARCH\n    # pt: add one\n=======\n    @cached\n>>>>>>> REPLACE",
            "class A:\n    @cached\n    def f(self):\n        return 1\n",
        ),
        ("a = 1  # pt: why<|>\nb = 2\n", "a = 2  # pt: why", "a = 2\nb = 2\n"),
        ("a = 1  # pt: why<|>\nb = 2\n", "# pt: why\na = 2", "a = 2\nb = 2\n"),
        ("a = 1  # pt: why<|>\nb = 2\n", "a = 2  # a number", "a = 2  # a number\nb = 2\n"),
        ("a = 1  # pt: why<|>\n", "a = 2  # pt: why not", "a = 2  # pt: why not\n"),
        (
            "def f():\n    a = 1\n    # pt: more<|>\n\nb = 1\n",
            "c = 2\nreturn a + c",
            "def f():\n    a = 1\n    c = 2\n    return a + c\n\nb = 1\n",
        ),
        (
            "# pt: x<|>\na = 1\n# pt: x\nb = 1\n",
            "# pt: x\na = 2",
            "a = 2\n# pt: x\nb = 1\n",
        ),
        (
            "<|># pt: x\na = 1\n# pt: x\nb = 1\n<|>",
            "# pt: x\na = 2\n# pt: x\nb = 2",
            "a = 2\n# pt: x\nb = 2\n",
        ),
        (
            "<|># pt: x\na = 1\n# pt: x\nb = 1\n<|>",
            "a = 2\n# pt: x\nb = 2",
            "a = 2\n# pt: x\nb = 2\n",
        ),
    ],
)
def test_the_new_text_comes_without_its_comment_and_with_all_others(
    marked: str, reply: str, expected: str
) -> None:
    check(marked, reply, expected, "doComment")


@pytest.mark.parametrize(
    ("language_id", "marked", "reply", "expected"),
    [
        ("c", "int f(/* pt: why<|> */ int a);\n", "int f(/* pt: why */ long a);", "int f(long a);\n"),
        ("c", "/*\n * pt: why<|>\n */\nint a;\n", "/*\n * pt: why\n */\nlong a;", "long a;\n"),
        (
            "typescriptreact",
            "const a = (\n  <p>\n    {/* pt: why<|> */}\n    <b />\n  </p>\n);\n",
            "const a = (\n  <p>\n    {/* pt: why */}\n    <i />\n  </p>\n);",
            "const a = (\n  <p>\n    <i />\n  </p>\n);\n",
        ),
        ("markdown", "<!-- pt: less<|> -->\n\nSo much.\n", "<!-- pt: less -->\n\nLess.", "Less.\n"),
        ("plaintext", "pt: less<|>\nSo much.\n", "Less.", "Less.\n"),
        ("go", "\t// pt: x<|>\n\tf()\n", "// pt: x\ng()\n", "\tg()\n"),
    ],
)
def test_comments_of_other_forms_are_taken_out_too(
    language_id: str, marked: str, reply: str, expected: str
) -> None:
    check(marked, reply, expected, "doComment", language_id=language_id)


def test_an_answer_that_is_the_comment_alone_is_asked_for_once_more() -> None:
    marked = "# pt: add b<|>\n\na = 1\n"
    assert len(exchange(request_of(marked, "doComment"), "# pt: add b", "b = 1")) == 2
    with pytest.raises(UnusableReply):
        drafts_of(request_of(marked, "doComment"), "# pt: add b", "# pt: add b")


def test_the_comment_is_never_shown_while_the_answer_comes() -> None:
    request = request_of(FUNCTION, "doComment")
    drafts = drafts_of(
        request, "# pt: use a loop\n# at most\ndef f(a):\n    a += 1\n    a += 2\n    return a\n"
    )
    assert [draft for draft in drafts if draft.is_beginning and draft.text]
    assert not any("#" in draft.text for draft in drafts)


LINES = st.sampled_from(
    ["# pt: a", "  # pt: a", "x = 1  # pt: a", "# b", "# c", "x = 2", "", "## pt: a", "  # b"]
)


@given(
    st.lists(LINES, max_size=10),
    st.sampled_from([("# pt: a",), ("# pt: a", "# b"), ("# pt: a", "# b", "# c")]),
)
def test_taking_the_comment_out_of_an_answer_takes_nothing_else(
    lines: list[str], parts: tuple[str, ...]
) -> None:
    own = OwnComment(parts, has_end=False, n_before=0, n_all=1)
    left = own.out_of(lines)
    if left == lines:
        return
    ways = []
    for at, line in enumerate(lines):
        head, _, tail = line.partition(parts[0])
        below = [each.strip() for each in lines[at + 1 : at + len(parts)]]
        if head != line and not tail and not head.endswith("#") and below == list(parts[1:]):
            ways.append([*lines[:at], *([head.rstrip()] if head.strip() else []), *lines[at + len(parts) :]])
    assert left == ways[0]


@given(st.lists(LINES, max_size=10), st.sampled_from([("# pt: a",), ("# pt: a", "# b", "# c")]))
def test_what_is_left_of_an_answers_beginning_only_grows(lines: list[str], parts: tuple[str, ...]) -> None:
    own = OwnComment(parts, has_end=False, n_before=0, n_all=1)
    left = [own.out_of(lines[:end], is_whole=False) for end in range(len(lines) + 1)]
    for earlier, later in pairwise(left):
        assert later[: len(earlier)] == earlier


TEXTS = st.lists(
    st.sampled_from(
        [
            "def f():",
            "    x = (",
            "    )",
            "",
            "# pt: a",
            "    # pt: b",
            "x  # pt: c",
            "}",
            "/* pt: d */",
            "\t",
            "é",
        ]
    ),
    max_size=12,
)


@given(
    TEXTS,
    st.sampled_from(["python", "go", "ruby", "markdown", "cobol", "json", "vue", "shellscript"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.data(),
)
def test_whatever_the_text_a_region_is_whole_lines_that_hold_the_comment(
    lines: list[str], language_id: str, line_end: str, data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from(["", "\ufeff"]))
    text = Text.of(start + line_end.join(lines))
    places = st.integers(0, len(text))
    span = Span(*sorted((data.draw(places), data.draw(places))))
    snapshot = Snapshot("file:///a", language_id, 1, text, Settings())
    try:
        request = edit_request(snapshot, DO_COMMENT, span)
    except EditRefused:
        return
    first, last = lines_of(text, request.region)
    assert request.region == Span(max(text.line_start(first), len(start)), end_of_line(text, last))
    assert request.own_comment is not None
    assert request.own_comment.n_before < request.own_comment.n_all
    assert all(part in text.slice(request.region) for part in request.own_comment.parts)
