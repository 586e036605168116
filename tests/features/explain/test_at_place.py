"""Which remembered explanation is about a place."""

from dataclasses import replace

import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.explain.at_place import explained_at
from pt_lsp.features.explain.question import question_about
from pt_lsp.store.explanations import StoredExplanation
from tests.features.explain.test_remembering import recorded
from tests.support.scripted_chat import settings

TEXT = """\
class Sum:
    def add(self, n):
        if n:
            self.n += n

    def clear(self):
        self.n = 0


class Other:
    def add(self, n):
        self.n = n


def add(a, b):
    return a + b


if add(1, 2):
    print(add(3, 4))
"""
JAVA = """\
class Sum {
    int add(int a) {
        return n + a;
    }

    long add(long a) {
        return a;
    }
}
"""


def snapshot_of(text: str, language_id: str = "python") -> Snapshot:
    return Snapshot("file:///project/src/app.py", language_id, 1, Text.of(text), settings())


def about(text: str, place: str, language_id: str = "python") -> StoredExplanation:
    start = text.index(place)
    return recorded(question_about(snapshot_of(text, language_id), Span(start, start)), f"On {place}.")


def found_at(text: str, place: str, *records: StoredExplanation, language_id: str = "python") -> str | None:
    """What is shown there, with a question mark where it is out of date."""
    line = text[: text.index(place)].count("\n")
    found = explained_at(snapshot_of(text, language_id), line, records)
    return None if found is None else found.record.markdown + ("?" if found.code is None else "")


ADD = about(TEXT, "self.n += n")


@pytest.mark.parametrize("place", ["def add(self, n)", "if n", "self.n += n"])
@pytest.mark.parametrize("above", ["", "import os\n\n\n", "x = 1\n" * 2000])
def test_code_is_found_wherever_it_stands_now(place: str, above: str) -> None:
    assert found_at(above + TEXT, place, ADD) == "On self.n += n."


@pytest.mark.parametrize(
    "place", ["class Sum", "def clear", "class Other", "self.n = n", "return a", "print(", "if add"]
)
def test_elsewhere_nothing_is_found(place: str) -> None:
    assert found_at(TEXT, place, ADD) is None
    assert found_at(TEXT.replace("self.n += n", "self.n -= n"), place, ADD) is None


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("self.n += n", "self.n -= n", "self.n -= n"),
        ("self.n += n", "self.n -= n", "def add(self, n)"),
        ("def add(self, n):\n        if", "def add(self, n, m):\n        if", "if n"),
        ("self.n += n\n", "self.n += n\n        return self\n", "return self"),
    ],
)
def test_another_version_of_a_definition_is_told_from_it(old: str, new: str, place: str) -> None:
    assert found_at("import os\n" + TEXT.replace(old, new), place, ADD) == "On self.n += n.?"


def test_the_smallest_code_around_is_what_a_place_is_about() -> None:
    whole = about(TEXT, "class Sum")
    assert found_at(TEXT, "self.n += n", whole, ADD) == "On self.n += n."
    assert found_at(TEXT, "def clear", whole, ADD) == "On class Sum."
    changed = TEXT.replace("self.n = 0", "self.n = 1")
    assert found_at(changed, "self.n += n", whole, ADD) == "On self.n += n."
    assert found_at(changed, "self.n = 1", whole, ADD) == "On class Sum.?"


def test_an_overload_is_no_other_version_of_the_one_beside_it() -> None:
    record = about(JAVA, "return n + a", "java")
    assert found_at(JAVA, "return n + a", record, language_id="java") == "On return n + a."
    assert found_at(JAVA, "return a", record, language_id="java") is None
    changed = JAVA.replace("n + a", "n - a")
    assert found_at(changed, "return n - a", record, language_id="java") == "On return n + a.?"


def test_what_is_about_a_problem_or_a_file_is_not_shown() -> None:
    assert found_at(TEXT, "self.n += n", replace(ADD, is_about_code=False)) is None
