import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pt_lsp.syntax.grammars import GRAMMARS
from pt_lsp.syntax.outline import EMPTY, Definition, outline
from pt_lsp.syntax.outlining.reading import MOST_MEMBERS
from pt_lsp.syntax.parsing import MAX_CHARS
from tests.support.outline_text import shown

FILES = sorted((Path(__file__).parent / "outlines").glob("*.txt"))


class Case(NamedTuple):
    source: str
    expected: str


class Golden(NamedTuple):
    """A file of cases: `-- languages --`, then `-- source --` and `-- outline --` by turns."""

    languages: list[str]
    cases: list[Case]

    @classmethod
    def read(cls, path: Path) -> "Golden":
        head, *cases = path.read_text("utf-8").split("-- source --\n")
        texts = (case.split("-- outline --\n") for case in cases)
        return cls(head.split()[3:], [Case(source, expected) for source, expected in texts])

    def written(self) -> str:
        cases = (
            f"-- source --\n{source}-- outline --\n{_ended(shown(source, self.languages[0]))}"
            for source, _ in self.cases
        )
        return f"-- languages --\n{' '.join(self.languages)}\n{''.join(cases)}"


def _ended(text: str) -> str:
    return text + "\n" if text else ""


def goldens() -> Iterator[tuple[str, str, str]]:
    for path in FILES:
        golden = Golden.read(path)
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(golden.written(), "utf-8")
            golden = Golden.read(path)
        for language_id in golden.languages:
            for case in golden.cases:
                yield language_id, case.source, case.expected


@pytest.mark.parametrize(("language_id", "source", "expected"), list(goldens()))
def test_what_a_file_defines_and_imports(language_id: str, source: str, expected: str) -> None:
    assert _ended(shown(source, language_id)) == expected


def test_without_a_grammar_and_beyond_the_cap_nothing_is_told() -> None:
    assert outline("x = 1", "cobol") is EMPTY
    assert outline("x = 1\n" * (MAX_CHARS // 6 + 1), "python") is EMPTY
    assert outline("", "python") == EMPTY


SOURCES = {
    language_id: "\n".join(case.source for case in golden.cases)
    for golden in map(Golden.read, FILES)
    for language_id in golden.languages
}


@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_any_text_has_an_outline_within_bounds(language_id: str, data: st.DataObject) -> None:
    source = SOURCES[language_id]
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 400)))
    put = data.draw(st.text(alphabet="()[]{}<>\"'`:;=,.#@\n\t aé\U0001f600\ud800", max_size=8))
    cut = source[max(0, start - 600) : start] + put + source[end : end + 600]
    found = outline(cut, language_id)
    last = cut.count("\n")
    for definition in found.definitions:
        check_bounds(definition, last)


def check_bounds(definition: Definition, last: int) -> None:
    assert definition.name
    assert 0 <= definition.line <= definition.last_line <= last
    assert len(definition.signature) <= 2_000
    assert len(definition.doc) <= 120
    for member in definition.members:
        check_bounds(member, last)


NESTINGS = ["(", "[", "{", "class A {", "a(b => {", "<a>", "if x:\n ", "namespace a {", "var a = {b: "]


@pytest.mark.parametrize("language_id", sorted(GRAMMARS))
def test_deep_nesting_is_no_failure(language_id: str) -> None:
    for nesting in NESTINGS:
        assert outline(nesting * 1_500, language_id) is not None


PIECES = [
    "private",
    "# a",
    "// a",
    "A::",
    "\\\\A",
    "# @return [A",
    "func (a *",
    "class A\n# a",
    "class A {\nprivate:",
]


@pytest.mark.parametrize("language_id", ["cpp", "csharp", "go", "lua", "php", "ruby", "rust"])
def test_long_broken_code_is_outlined_at_once(language_id: str) -> None:
    for piece in PIECES:
        for head in ("", "<?php class A {\n"):
            found = outline(head + f"{piece}\n" * (4_000 // len(piece)), language_id)
            assert len(found.definitions) <= MOST_MEMBERS
            assert len(found.imports) <= MOST_MEMBERS
