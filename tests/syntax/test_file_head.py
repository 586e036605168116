from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.syntax.file_head import head_statements


def told(source: str, language_id: str) -> list[str]:
    lines = source.split("\n")
    return ["\n".join(lines[each.first : each.last + 1]) for each in head_statements(source, language_id)]


@pytest.mark.parametrize(
    ("language_id", "source", "expected"),
    [
        ("python", "from __future__ import a\nimport os\nx = 1\n", ["from __future__ import a", "import os"]),
        ("python", "from a import (\n    b,\n    c,\n)\n", ["from a import (\n    b,\n    c,\n)"]),
        ("typescript", "import type { A } from 'a'\nimport b, {\n  c\n} from 'b'\n", None),
        ("javascript", "'use strict'\nconst x = require('x')\nimport 'side'\n", None),
        ("go", 'package x\n\nimport (\n\t"fmt"\n)\n\nvar a = 1\n', None),
        ("rust", "use a::{\n    b,\n};\npub(crate) use c;\nmod d;\nmod tests {\n}\n", None),
        ("java", "package a.b;\n\nimport static a.b.C;\nimport a.*;\n\nclass A {}\n", None),
        ("c", "#pragma once\n#ifndef A\n#include <a.h>\n#endif\nint x;\n", None),
        ("cpp", "#include <a>\nusing namespace a;\nnamespace b {\nclass C {};\n}\n", None),
        ("csharp", "using System;\n\nnamespace A.B;\n\nclass C {}\n", None),
        ("php", "<?php\n\nnamespace App\\Models;\n\nuse A\\{B,\n  C};\n", None),
        ("ruby", "require 'a'\nrequire_relative 'b'\n\nmodule A\nend\n", None),
        ("kotlin", "package a.b\n\nimport a.c\n\nclass X\n", None),
        ("lua", "local x = require('a')\nlocal M = {}\n", None),
        ("haskell", "module Foo where\nimport Data.Map\n", None),
        ("swift", "import UIKit\nlet x = 1\n", None),
    ],
)
def test_package_lines_and_imports_are_found(
    language_id: str, source: str, expected: list[str] | None
) -> None:
    by_words = (
        "import",
        "from",
        "use",
        "using",
        "package",
        "namespace",
        "require",
        "#include",
        "#pragma",
        "<?php",
    )
    others = ("const x = req", "local x = req", "pub(crate) use", "mod d;", "module Foo")
    found = told(source, language_id)
    lines = [line for line in source.split("\n") if line.startswith((*by_words, *others))]
    assert [each.partition("\n")[0] for each in found] == lines
    assert expected is None or found == expected


def test_what_a_string_says_is_no_import() -> None:
    assert told('"""Use it so:\n\nimport this\n"""\nimport os\n', "python") == ["import os"]


def test_a_namespace_is_its_first_line_alone() -> None:
    (only,) = head_statements("namespace a {\nint x;\n}\n", "cpp")
    assert only == (0, 0, True)


@pytest.mark.parametrize("language_id", ["markdown", "plaintext", "json"])
def test_prose_and_data_import_nothing(language_id: str) -> None:
    assert told("import what you need\nfrom here on\n", language_id) == []


@given(
    st.lists(
        st.sampled_from(["import a", "from b import (", "  c,", ")", '"""', "x = 1", "", "#include <a>", "}"])
    ),
    st.sampled_from(["python", "typescript", "go", "cpp", "elixir"]),
)
def test_statements_follow_each_other(lines: list[str], language_id: str) -> None:
    found = head_statements("\n".join(lines), language_id)
    assert all(0 <= each.first <= each.last < len(lines) for each in found)
    assert all(one.last < other.first for one, other in pairwise(found))
