import pytest

from pt_lsp.features.inline_completion.postprocess.extent import Extent, extent_at
from pt_lsp.features.inline_completion.postprocess.place import Place
from tests.features.inline_completion.checking import refined
from tests.support.notation import parse


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("def f():\n    <|>\n", "paragraph"),
        ("def f():<|>\n", "paragraph"),
        ("x = foo(<|>\n", "paragraph"),
        ("x = <|>\n", "line"),
        ("x = foo(<|>)\n", "line"),
        ("<|>x = 1\n", "line"),
    ],
)
def test_several_lines_are_offered_on_blank_lines_and_after_openers(marked: str, expected: Extent) -> None:
    mark = parse(marked)
    assert extent_at(Place(mark.prefix, mark.suffix), "auto") == expected


def test_settings_decide_before_the_place() -> None:
    place = Place("def f():\n    ", "\n")
    assert extent_at(place, "never") == "line"
    assert extent_at(place, "always") == "block"
    assert extent_at(Place("f(", ")"), "always") == "line"


def test_a_line_ends_at_its_end() -> None:
    assert refined("x = <|>\n", "1\ny = 2\n") == "1"


@pytest.mark.parametrize(
    ("marked", "reply", "expected"),
    [
        ("def f():\n    <|>\n", "return 1\n\n\ndef g():\n    return 2\n", "return 1"),
        ("def f():\n    <|>\n", "return 1\n\ndef g():\n    return 2\n", "return 1"),
        ("fn f() {\n  <|>\n", "g();\n}\n\nfn h() {}\n", "g();"),
        ("fn f() {\n  <|>\n", "g();\n  }\n", "g();"),
        ("def f():<|>\n", "\n    return 1\nx = 2\n", "\n    return 1"),
        ("<|>\n", "x = 1\n\n\ny = 2\n", "x = 1"),
        ("def f():\n    <|>\n", "return 1\n    return 2\n", "return 1"),
        ("def f():\n    <|>\n", "x = 1\n    return x\n\n    y = 2\n", "x = 1\n    return x"),
        ("def f():\n    <|>\n", "if a:\n        return 1\n    b()\n", "if a:\n        return 1\n    b()"),
        ("f() {\n  <|>\n", "return a\n    .b()\n", "return a\n    .b()"),
        ("x = f(<|>\n", "\n    1,\n)\ny = 2\n", "\n    1,\n)"),
        ("class A:\n    <|>\n", '"""One.\n\nTwo.\n"""\nx = 1', '"""One.\n\n    Two.\n    """\n    x = 1'),
    ],
)
def test_a_block_ends_where_the_code_leaves_it(marked: str, reply: str, expected: str) -> None:
    assert refined(marked, reply, "block") == expected


def test_a_paragraph_ends_at_a_blank_line_after_a_few_lines() -> None:
    first = "a = 1\n    b = 2\n    c = 3\n    d = 4"
    reply = first + "\n\n    e = 5\n"
    assert refined("def f():\n    <|>\n", reply, "paragraph") == first
    assert refined("def f():\n    <|>\n", reply, "block") == reply.rstrip()
