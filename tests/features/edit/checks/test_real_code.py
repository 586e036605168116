import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from textwrap import dedent

import pytest

from pt_lsp.documents.span import Span
from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.checks.code_stays import read, with_code_kept
from pt_lsp.features.edit.checks.table import kept_to_checks
from pt_lsp.features.edit.drafting import Drafting
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.replies.indentation import leading_blanks
from pt_lsp.syntax.cut_marks import cut_mark
from pt_lsp.syntax.languages import language_of
from pt_lsp.syntax.outline import Definition, outline
from tests.features.edit.checking import request_of
from tests.support.shared_data import shared_data

pytestmark = [pytest.mark.shared_data, pytest.mark.repeats]

LANGUAGES = ("cpp", "go", "java", "javascript", "python", "rust")
PER_LANGUAGE = 8


def solutions(language: str) -> list[str]:
    with gzip.open(shared_data() / "functions" / "polyglot.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["language"] == language]
    files = [
        source for row in rows for path, source in row["example"].items() if language_of(path) == language
    ]
    return [source.strip("\n") for source in files if "<|>" not in source][:PER_LANGUAGE]


def whole(source: str, language_id: str) -> EditRequest:
    """As if all of it were to be documented."""
    request = request_of(f"<|>{source}\n", "document", language_id=language_id)
    return replace(request, region=Span(0, len(source)))


def rewritten(source: str, language_id: str, random: Random, *, is_changed: bool) -> str:
    """The source with comments, and where it `is_changed` with code that a model might have made of it."""
    lines: list[str] = []
    for number, line in enumerate(source.split("\n")):
        if line.strip() and random.random() < 0.3:
            sign = cut_mark(language_id).split(" ")[0]
            lines.append(f"{leading_blanks(line)}{sign} New {number}.")
        if is_changed and random.random() < 0.1:
            lines.append(random.choice([line, f"{line};", line.replace("(", "( "), "}", "", line.upper()]))
        else:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_code_stays_whatever_becomes_of_it(language: str) -> None:
    random = Random(language)
    n_put_right = 0
    sources = solutions(language)
    for source in sources:
        request = whole(source, language)
        before = read(request, source)
        assert before is not None
        for _ in range(3):
            new = rewritten(source, language, random, is_changed=True)
            try:
                text = with_code_kept(request, new)
            except UnusableReply:
                continue
            n_put_right += text != source
            after = read(request, text)
            assert after is not None
            assert after.tokens == before.tokens
            kept_lines = iter(text.split("\n"))
            assert all(any(line == code for line in kept_lines) for code in before.code_lines())
    assert n_put_right > len(sources)


@pytest.mark.parametrize("language", LANGUAGES)
def test_comments_alone_arrive_in_real_code(language: str) -> None:
    random = Random(language)
    for source in solutions(language):
        new = rewritten(source, language, random, is_changed=False)
        request = whole(source, language)
        before, after = read(request, source), read(request, new)
        assert before is not None
        assert after is not None
        if before.tokens == after.tokens:  # else a line of a string was taken for code
            text = with_code_kept(request, new)
            arrived = read(request, text)
            assert arrived is not None
            assert after.comments() <= arrived.comments()


SHAPES = {
    "good": "{}",
    "fenced": "```\n{}\n```",
    "with prose": "Here is the documented code:\n\n```\n{}\n```\n\nIt says what it does now.",
}


def functions(source: str, language_id: str) -> Iterator[Definition]:
    """Those of some lines."""
    waiting = list(outline(source, language_id).definitions)
    while waiting:
        each = waiting.pop(0)
        waiting += each.members
        if each.is_callable and 3 <= each.last_line - each.line < 25:
            yield each


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_whatever_shape_documentation_of_a_real_function_comes_its_code_stays(language: str) -> None:
    random = Random(language)
    n_documented = 0
    for source in solutions(language)[:6]:
        lines = source.split("\n")
        for each in islice(functions(source, language), 2):
            marked = "\n".join([*lines[: each.line], f"<|>{lines[each.line]}", *lines[each.line + 1 :]])
            request = request_of(marked, "document", language_id=language, words=None)
            old = str(request.snapshot.text.slice(request.region))
            new = rewritten(old, language, random, is_changed=True)
            answers = [shape.format(text) for shape in SHAPES.values() for text in (new, dedent(new), source)]
            for answer in answers:
                drafting = Drafting(RegionFormat(request))
                try:
                    list(drafting.push(answer))
                    last = kept_to_checks(request, drafting.finish())
                except UnusableReply:
                    continue
                before, after = read(request, old), read(request, last.text)
                assert before is not None
                assert after is not None
                assert before.tokens == after.tokens
                n_documented += last.text != old
    assert n_documented > 10
