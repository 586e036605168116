from collections.abc import Iterator

import pytest
from tree_sitter import Node

from pt_lsp.syntax import parsing, scope
from pt_lsp.syntax.scope import Scope, excerpt, scope_at
from tests.support.notation import parse

EMPTY, FILLED = Scope(False, True), Scope(False, False)
WORDS, COMMENT = Scope(True, False), Scope(True, False, is_comment=True)


@pytest.mark.parametrize(
    ("language_id", "marked", "expected"),
    [
        ("python", "def f():\n    <|>\n\nx = 1\n", EMPTY),
        ("python", 'def f():\n    """Doc."""\n    <|>\n', EMPTY),
        ("python", "if a:<|>\n", EMPTY),
        ("python", "def f():\n    a()\n    <|>\n", FILLED),
        ("python", "class A:\n    x = 1\n\n    <|>\n", FILLED),
        ("python", "<|>", FILLED),
        ("python", "# a <|>\n", COMMENT),
        ("typescript", "/*\n * a <|>\n */\n", COMMENT),
        ("go", "// a <|>\n", COMMENT),
        ("python", "x = '''a\n<|>\nb'''\n", WORDS),
        ("python", "x = f'a{<|>}'\n", FILLED),
        ("typescript", "function f() {\n  // later\n  <|>\n}\n", EMPTY),
        ("typescript", "s.on('d', (d) => {<|>})\n", EMPTY),
        ("typescript", "class A {\n  <|>\n}\n", EMPTY),
        ("typescript", "interface A {\n  b: C\n  <|>\n}\n", FILLED),
        ("typescript", "const a = `b${<|>}`\n", FILLED),
        ("typescript", "const a = `b<|>`\n", WORDS),
        ("go", "func f() {\n\t<|>\n}\n", EMPTY),
        ("go", "func f() {\n\ta()\n\t<|>\n}\n", FILLED),
        ("go", "type T struct {\n\t<|>\n}\n", EMPTY),
        ("rust", "impl A {\n  <|>\n}\n", EMPTY),
        ("java", "class A {\n  void f() {\n    <|>\n  }\n}\n", EMPTY),
        ("kotlin", "fun f() {\n  <|>\n}\n", EMPTY),
        ("php", "<?php\nfunction f() {\n  // later\n  <|>\n}\n", EMPTY),
        ("ruby", "def f\n  <|>\nend\n", EMPTY),
        ("ruby", 'x = "a#{<|>}"\n', FILLED),
        ("shellscript", 'x="a <|>"\n', WORDS),
        ("csharp", "class A {\n  <|>\n}\n", EMPTY),
        ("cpp", "class A {\n  <|>\n};\n", EMPTY),
        ("c", "struct a {\n  <|>\n};\n", EMPTY),
    ],
)
def test_the_grammar_tells_empty_blocks_and_words(language_id: str, marked: str, expected: Scope) -> None:
    mark = parse(marked)
    assert scope_at(mark.prefix, mark.suffix, language_id) == expected


def test_without_a_grammar_nothing_is_told() -> None:
    assert scope_at("fun f() {\n", "}\n", "swift") is None


def test_a_text_that_cannot_be_read_tells_nothing() -> None:
    assert scope_at("x = [", "\n", "python") is None


def test_an_excerpt_begins_at_the_margin_and_ends_with_a_line() -> None:
    prefix = "def f():\n" + "    a()\n" * 800 + "def g():\n    b()\n    "
    before, after = excerpt(prefix, "\n" + "    c()\n" * 800)
    assert before == "def g():\n    b()\n    "
    assert len(after) <= 2_000
    assert after.endswith("    c()\n")


def test_an_excerpt_begins_at_a_definition_rather_than_in_a_long_string() -> None:
    text = "const A = `\n" + "b \\\n" * 2_000 + "c\n`\n\n"
    function = "func f() {\n\ta()\n"
    before, _ = excerpt(text + function, "}\n")
    assert before == function
    assert scope_at(text + function + "\t", "\n}\n", "go") == FILLED


def test_a_long_block_is_seen_in_part() -> None:
    before, _ = excerpt("def f():\n" + "    a()\n" * 2_000, "")
    assert before.startswith("    a()\n")
    assert len(before) <= 6_000


def test_of_a_very_deep_place_only_so_many_levels_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []
    upwards = scope._upwards

    def counted(node: Node | None) -> Iterator[Node]:
        for each in upwards(node):
            looked_at.append(each)
            yield each

    monkeypatch.setattr(scope, "_upwards", counted)
    monkeypatch.setattr(parsing, "_START_S", 10.0)  # a slow machine is to read it, too
    monkeypatch.setattr(scope, "QUICK_PARSE_S", 10.0)
    scope_at("value = " + "-" * 4_000, "1\n", "python")
    assert 0 < len(looked_at) < 100
