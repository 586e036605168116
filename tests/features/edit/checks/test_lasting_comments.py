"""Comments that programs read outlast what is written beside them."""

import pytest

from pt_lsp.features.edit.checks.code_stays import changed_code, with_code_kept
from pt_lsp.features.edit.checks.lasting_comments import is_lasting
from tests.features.edit.checking import request_of


def kept(old: str, new: str, language_id: str) -> str:
    return with_code_kept(request_of(f"<|>{old}<|>", "document", language_id=language_id), new)


@pytest.mark.parametrize(
    ("language_id", "order"),
    [
        ("go", "//export F"),
        ("go", "// #include <stdio.h>"),
        ("c", "/* fall through */"),
        ("c", "// FALLTHRU"),
        ("c", "// cppcheck-suppress nullPointer"),
        ("cpp", "// IWYU pragma: keep"),
        ("csharp", "// ReSharper disable once UnusedMember"),
        ("java", "//noinspection unchecked"),
        ("java", "// CHECKSTYLE:OFF"),
        ("kotlin", "// ktlint-disable no-wildcard-imports"),
        ("javascript", "/* global angular */"),
        ("typescript", "// oxlint-disable-next-line no-console"),
        ("javascript", "// @codeCoverageIgnore"),
        ("python", "# nosec"),
        ("python", "# pyre-fixme[2]: later"),
        ("ruby", "# :nodoc:"),
        ("rust", "// SAFETY: the pointer is ours."),
        ("dart", "// ignore: avoid_print"),
        ("terraform", "# tfsec:ignore:aws-s3-enable-versioning"),
        ("sql", "-- name: Orders :many"),
        ("sql", "/*!40101 SET NAMES utf8 */"),
        ("haskell", "{-# INLINE f #-}"),
    ],
)
def test_an_order_stays_below_the_new_documentation(language_id: str, order: str) -> None:
    code, comment = ("x = 1", "/* New. */")
    if language_id in {"python", "ruby", "terraform", "sql", "haskell"}:
        comment = "-- New." if language_id in {"sql", "haskell"} else "# New."
    assert kept(f"{order}\n{code}", f"{comment}\n{code}", language_id) == f"{comment}\n{order}\n{code}"


@pytest.mark.parametrize(
    ("language_id", "order"),
    [
        ("javascript", "// @flow"),
        ("javascriptreact", "/** @jsx h */"),
        ("typescript", '/// <reference types="node" />'),
        ("javascript", "/** @jest-environment jsdom */"),
        ("swift", "// MARK: - Orders"),
    ],
)
def test_what_is_about_all_that_follows_stays_on_top(language_id: str, order: str) -> None:
    assert kept(f"{order}\nx = 1", "/** New. */\nx = 1", language_id) == f"{order}\n/** New. */\nx = 1"


def test_a_cell_of_a_script_begins_where_it_began() -> None:
    assert kept("# %%\nx = 1", "# New.\nx = 1", "python") == "# %%\n# New.\nx = 1"


def test_an_order_behind_other_words_stays() -> None:
    line = "    x = f()  # it is safe  # nosec"
    new = 'def g():\n    """G."""\n    x = f()  # The value.'
    assert kept(f"def g():\n{line}", new, "python") == f'def g():\n    """G."""\n{line}'


@pytest.mark.parametrize(
    "comment",
    [
        "# Falls back to the default.",
        "// Add-on for orders",
        "/** Ignores what is not there: it may come later. */",
        "%% @doc Adds one.",
        "# See https://example.com/#type: for types",
        "// Global state",
        "// Re-enables the button.",
        "/*\n * Reads it.\n *   // NOLINT is a comment for a linter\n */",
    ],
)
def test_words_for_people_do_not_outlast_new_ones(comment: str) -> None:
    assert not is_lasting(comment)


@pytest.mark.parametrize(
    ("tag", "new", "is_told"),
    [
        ('@ORM\\Column(type="string")', "The name.", True),
        ("@dataProvider names", "Tests names.", True),
        ('@ORM\\Column(type="string")', 'The name.\n * @ORM\\Column(type="string")', False),
        ("@var string", "The name.", False),
        ("@return self for tests", "Sets it.", False),
    ],
)
def test_an_annotation_that_new_documentation_lacks_is_told(tag: str, new: str, is_told: bool) -> None:
    code = "/**\n * {}\n */\nfunction f() {{}}"
    request = request_of(f"<?php\n<|>{code.format(tag)}<|>\n", "document", language_id="php")
    said = changed_code(request, code.format(new)) or ""
    assert said.startswith(f"`{tag.partition('(')[0].partition(' ')[0]}` of the old comment") == is_told
