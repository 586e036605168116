import pytest

from pt_lsp.features.inline_completion.postprocess.syntax_gate import sound_part
from pt_lsp.replies.insertion_point import InsertionPoint
from tests.support.notation import parse


def sound(marked: str, text: str, language_id: str = "python", least: str = "") -> str:
    mark = parse(marked)
    return sound_part(text, InsertionPoint(mark.prefix, mark.suffix, language_id), least=least)


@pytest.mark.parametrize(
    ("marked", "text", "expected"),
    [
        ("x = <|>\n", "f(1)", "f(1)"),
        ("x = <|>\n", "f(1))", ""),
        ("x = <|>\n", "def f():", ""),
        ("f(<|>)\n", "a, b)", "a, b)"),
        ("<|>\n", "a()\nb()\nc(]\nd()", "a()\nb()"),
        ("if a:\n    <|>\n", "b()\n    return )", "b()"),
    ],
)
def test_only_what_the_grammar_can_read_is_kept(marked: str, text: str, expected: str) -> None:
    assert sound(marked, text) == expected


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("x = <|>\n", "f("),
        ("x = [<|>\nprint(x)\n", "y for y in z"),
        ("<|>\n", "for a in b:"),
        ("x = <|>\n", "'''a"),
        ("x = <|>\n", "a +"),
        ("<|>\n", "def f"),
        ("async d<|>\n", "ef f"),
    ],
)
def test_what_only_stops_early_is_no_error(marked: str, text: str) -> None:
    assert sound(marked, text) == text


@pytest.mark.parametrize("text", ["function get", "class A", "for (const a of b) {", "if (a", "const a = `b"])
def test_what_only_stops_early_is_no_error_with_braces(text: str) -> None:
    assert sound("f();\n<|>\n", text, "typescript") == text


def test_what_stood_there_unread_before_is_not_held_against_the_text() -> None:
    assert sound("def broken(:\n    pass\n\nx = <|>\n", "f(1)") == "f(1)"


def test_words_in_a_comment_longer_than_what_is_looked_at_are_not_judged() -> None:
    lines = ' * Words: of {@link A}, "b" (see c; d).\n'
    for n_above in (10, 400):
        marked = "/**\n" + lines * n_above + " * that <|>\n" + lines * 100 + " */\nclass A {}\n"
        assert sound(marked, "you don't own. Then,", "java") == "you don't own. Then,"


def test_what_was_shown_already_stays() -> None:
    assert sound("<|>\n", "a(]\nb()", least="a(]") == "a(]"


def test_without_a_grammar_everything_is_kept() -> None:
    assert sound("x = <|>\n", "f(1))", "swift") == "f(1))"


def test_what_stops_early_is_kept_where_words_close_blocks() -> None:
    assert sound("if a <|>\n", "then\n  b(", "lua") == "then\n  b("
    assert sound("def a<|>\n", "\n  b", "ruby") == "\n  b"
    assert sound('{\n  "a": <|>\n}\n', "[", "json") == "["
