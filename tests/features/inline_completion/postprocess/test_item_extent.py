import pytest

from pt_lsp.features.inline_completion.postprocess.item_extent import Extent, extent_at
from pt_lsp.replies.insertion_point import InsertionPoint
from tests.support.notation import parse


def extent_of(marked: str, language_id: str) -> Extent:
    mark = parse(marked)
    return extent_at(InsertionPoint(mark.prefix, mark.suffix, language_id), "auto")


@pytest.mark.parametrize("language_id", ["python", "an unknown one"])
@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("def f():\n    <|>\n", "block"),
        ("def f():\n    <|>\n\ndef g():\n    pass\n", "block"),
        ("def f():\n    a()\n    <|>\n", "paragraph"),
        ("def f():\n    <|>\n    a()\n", "paragraph"),
        ("<|>\n", "paragraph"),
        ("def f():<|>\n", "statement"),
        ("x = <|>\n", "statement"),
        ("x = foo(<|>)\n", "statement"),
        ("x = foo(<|>);\n", "statement"),
        ("if <|>:\n    a()\n", "line"),
        ("if <|>\n    a()\n", "header"),
        ("x = f(<|>\n    a,\n)\n", "header"),
        ("<|>x = 1\n", "line"),
        ("x = foo(<|>, 1)\n", "line"),
        ('x = """<|>\n', "statement"),
        ('"""\nA <|>\n"""\n', "line"),
        ('"""\nA:\n    <|>\n"""\n', "paragraph"),
    ],
)
def test_the_place_tells_how_much_is_asked_for(marked: str, language_id: str, expected: Extent) -> None:
    assert extent_of(marked, language_id) == expected


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", 'def f():\n    """Doc."""\n    <|>\n', "block"),
        ("python", "x = 1  # see <|>\n", "line"),
        ("typescript", "function f() {\n  // later\n  <|>\n}\n", "block"),
        ("typescript", "function f() {\n  <|>\n\nfunction g() {\n}\n", "block"),
        ("java", "class A {\n  void f() {\n    <|>\n    return;\n  }\n}\n", "paragraph"),
        ("php", "<?php\nfunction f(<|>\n{\n    a();\n}\n", "header"),
        ("kotlin", "fun f() {\n    <|>\n}\n", "block"),
        ("markdown", "## <|>\n", "line"),
    ],
)
def test_what_only_some_languages_have_is_known_too(marked: str, language_id: str, expected: Extent) -> None:
    assert extent_of(marked, language_id) == expected


def test_settings_decide_before_the_place() -> None:
    place = InsertionPoint("def f():\n    ", "\n")
    assert extent_at(place, "never") == "line"
    assert extent_at(place, "always") == "block"
    assert extent_at(InsertionPoint("f(", ")"), "always") == "line"
