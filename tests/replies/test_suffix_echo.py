import pytest

from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.suffix_echo import replaced_length
from tests.features.inline_completion.checking import refined
from tests.support.notation import parse


@pytest.mark.parametrize(
    ("marked", "text", "replaced"),
    [
        ("foo(<|>)", "a, b)", ")"),
        ("foo(<|>)", "a, b", ""),
        ("print(foo(a<|>)", ", b)", ""),
        ("  bar(x<|>))", ", y)", ")"),
        ("foo(<|>)", 'a, ")"', ""),
        ("foo(<|>) {", "a) {", ") {"),
        ("foo([<|>])", "1, 2])", "])"),
        ("foo(<|>)", "a) + bar(b)", ")"),
        ("foo(<|>);", "a)", ")"),
        ("x = <|>y + z", "y + z", "y + z"),
        ("x = <|>", "1", ""),
        ("x = <|>   ", "1", ""),
        ("x = <|>y", "", ""),
        ('a.insert("<|>")', 'b".c(), d);', '")'),
        ('log("a: <|>")', '", b);', '")'),
        ('a("<|>")', "b", ""),
        ('a("<|>")', 'b")', '")'),
        ("f('<|>')", "it\\'s')", "')"),
        ("a = {<|>}", "b: {}", ""),
        ("f(<|>)", "g(1))", ")"),
        ("f(<|>)", "g(1)", ""),
        ("on((a) => {<|>})", "\n  b();\n});", "})"),
        ("it('<|>', () => {})", "a', () => {", "', () => {"),
        ("f(<|>bar)", "x, b", ""),
        ("x: &'a (<|>)", "b)", ")"),
    ],
)
def test_what_the_text_contains_of_the_rest_of_the_line_is_replaced(
    marked: str, text: str, replaced: str
) -> None:
    mark = parse(marked)
    n_replaced = replaced_length(text, InsertionPoint(mark.prefix, mark.suffix))
    assert mark.suffix[:n_replaced] == replaced


FILE = "def f(x):\n    <|>\n\n    return x\n\n\ndef g(y):\n    return y\n"


@pytest.mark.parametrize(
    "reply",
    [
        "x += 1",
        "x += 1\n\n    return x\n\n\ndef g(y):\n    return y",
        "x += 1\n    return x\n\ndef g(y):\n    pass",
        "x += 1\n    return x",
    ],
)
def test_lines_that_stand_below_the_cursor_are_dropped(reply: str) -> None:
    assert refined(FILE, reply, "block") == "x += 1"


def test_a_long_line_from_below_ends_the_text_whatever_comes_after() -> None:
    marked = "<|>\nregister(application)\nrun()\n"
    assert refined(marked, "a = 1\nregister(application)\nother()", "block") == "a = 1"


def test_a_short_line_as_below_is_part_of_the_text_when_more_follows() -> None:
    marked = "if (a) {\n  <|>\n}\n"
    reply = "if (b) {\n    c()\n  }\n  d()"
    assert refined(marked, reply, "block", "javascript") == reply


@pytest.mark.parametrize(
    ("below", "written"),
    [
        ("register('one', application)", 'register("one", application)'),
        ("    register(application);", "register(application)"),
        ("  ): Promise<Snippet[]> {", "      ): Promise<Snippet[]> {"),
    ],
)
def test_a_line_from_below_in_another_style_ends_the_text_too(below: str, written: str) -> None:
    assert refined(f"<|>\n{below}\nrun()\n", f"a = 1\n{written}\nother()", "block", "swift") == "a = 1"


def test_a_line_in_a_block_of_the_text_is_no_line_from_below() -> None:
    marked = "f();\n<|>\n\nif (!empty($headers[0])) {\n  g();\n}\n"
    reply = "if (a) {\n  if (!empty($headers[0])) {\n    b();\n  }\n}"
    assert refined(marked, reply, "block", "php") == reply


def test_a_line_that_is_only_like_the_one_below_is_new() -> None:
    assert refined("<|>\nregister(application2)\n", "register(application1)", "block") == (
        "register(application1)"
    )


@pytest.mark.parametrize(
    ("marked", "reply"),
    [
        ("a = 1\n<|>\nb = 2\n", "b = 2"),
        ("{\n  <|>;\n\n  return a(b);\n}\n", "return a(b);"),
        ("f(<|>)\n", ")"),
        ("a = 1\n<|>\nb = 2\n", "   \n"),
    ],
)
def test_what_is_there_already_is_not_offered(marked: str, reply: str) -> None:
    assert refined(marked, reply, "block").strip() == ""
