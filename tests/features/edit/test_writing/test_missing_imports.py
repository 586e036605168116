"""Which imports of new tests a test file gets, and where: as text, for the file has to compile with them."""

import pytest

from pt_lsp.documents.text import Text
from pt_lsp.features.edit.test_writing.insertion import insertion_into
from pt_lsp.features.edit.test_writing.missing_imports import missing_imports

GO_GROUP = 'package shop\n\nimport (\n\t"testing"\n)\n\nfunc TestA(t *testing.T) {\n}\n'
GO_ANSWER = 'import (\n\t"errors"\n\t"testing"\n)\n\nfunc TestB(t *testing.T) {\n}'


def after(before: str, new: str, language_id: str) -> str:
    return str(insertion_into(Text.of(before), language_id, ["Cart"]).text_with(new))


def test_go_packages_go_into_the_brackets_that_are_there_each_once() -> None:
    expected = GO_GROUP.replace('\t"testing"\n', '\t"testing"\n\t"errors"\n')
    assert after(GO_GROUP, GO_ANSWER, "go") == f"{expected}\nfunc TestB(t *testing.T) {{\n}}\n"


def test_go_packages_go_below_an_import_of_one() -> None:
    before = GO_GROUP.replace('(\n\t"testing"\n)', '"testing"')
    expected = before.replace('import "testing"\n', 'import "testing"\nimport "errors"\n')
    assert after(before, GO_ANSWER, "go") == f"{expected}\nfunc TestB(t *testing.T) {{\n}}\n"


@pytest.mark.parametrize(
    ("language_id", "before"),
    [
        (
            "csharp",
            "using Xunit;\n|\nnamespace Shop\n{\n    class CartTests\n    {\n        int a;\n    }\n}\n",
        ),
        ("csharp", "using Xunit;\n|\nnamespace Shop;\n\nclass CartTests\n{\n    int a;\n}\n"),
        ("csharp", "namespace Shop;\n|\nusing Xunit;\n|\nclass CartTests\n{\n    int a;\n}\n"),
        ("cpp", "#include <a>\n|\nnamespace shop {\nusing a::B;\n\nint c;\n}\n"),
        ("cpp", '#include <a>\n|extern "C" {\n#include "cart.h"\n}\n\nint c;\n'),
        ("php", "<?php\n\nnamespace Tests;\n\nuse Shop\\Cart;\n|\nclass CartTest\n{\n    public $a;\n}\n"),
    ],
)
def test_imports_go_where_they_hold_for_all_of_the_file(language_id: str, before: str) -> None:
    head = before.rpartition("|")[0].replace("|", "")
    new = {"csharp": "using Shop.Money;", "cpp": "#include <vector>", "php": "use Shop\\Money;"}[language_id]
    text = before.replace("|", "")
    assert after(text, new, language_id) == f"{head}{new}\n{text[len(head) :]}"


@pytest.mark.parametrize(
    ("language_id", "before"),
    [
        ("csharp", "namespace Shop\n{\n    class CartTests\n    {\n        int a;\n    }\n}\n"),
        ("cpp", "namespace shop {\nint c;\n}\n"),
    ],
)
def test_no_import_goes_between_a_namespace_and_its_brackets(language_id: str, before: str) -> None:
    assert insertion_into(Text.of(before), language_id).imports_below is None


@pytest.mark.parametrize(
    ("language_id", "known", "new", "missing"),
    [
        (
            "typescript",
            "import { describe, it } from 'vitest'",
            "import { describe, it, vi, type Mock } from 'vitest'",
            "import { vi, type Mock } from 'vitest'",
        ),
        ("typescript", "import { a as b } from 'x'", "import { b } from 'x'", ""),
        ("javascript", "import a from 'a'", "import a, { b } from 'a'", "import { b } from 'a'"),
        ("javascript", "import { b } from 'a'", "import a, { b } from 'a'", "import a from 'a'"),
        (
            "javascript",
            "const { a } = require('a')",
            "const { a, c: d } = require('a')",
            "const { c: d } = require('a')",
        ),
        ("javascript", "import { a } from 'a'", "import b from 'b'", "import b from 'b'"),
        ("rust", "use shop::Cart;", "use shop::{Cart, Item};", "use shop::{Item};"),
        ("rust", "use a::{self, B};", "use c::{self, D};", "use c::{self, D};"),
        ("php", "use Shop\\Cart;", "use Shop\\{Cart, Item};", "use Shop\\{Item};"),
        ("go", 'import m "a/mock"', 'import (\n\tm "a/mock"\n\t. "b"\n)', 'import . "b"'),
        ("python", "from a import b", "from a import b, c", "from a import b, c"),
    ],
)
def test_no_name_is_imported_twice_where_that_is_an_error(
    language_id: str, known: str, new: str, missing: str
) -> None:
    assert "\n".join(missing_imports([new], [known], language_id)) == missing
