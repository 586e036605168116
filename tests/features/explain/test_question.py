from dataclasses import replace

import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.features.explain.question import Problem, question_about, question_about_problem
from tests.support.notation import mark, parse
from tests.support.scripted_chat import settings

CLASS = """import os


class Sizes:
    def of(self, path):
        return os.stat(path).st_size

    @property
    def total(self):
        return 0


print(Sizes().total)
"""


def snapshot_of(text: str, language_id: str = "python") -> Snapshot:
    return Snapshot("file:///project/src/app.py", language_id, 1, Text.of(text), settings())


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        (CLASS.replace("os.stat", "<|>os.stat"), ("Sizes", "of")),
        (CLASS.replace("return 0", "return <|>0"), ("Sizes", "total")),
        (CLASS.replace("class", "<|>class"), ("Sizes",)),
        (CLASS.replace("import os", "import <|>os"), ()),
        ("<|>def add(a, b):\n    return a + b\n<|>", ("add",)),
        ("def add(a, b):\n<|>    return a + b\n<|>", ()),
    ],
)
def test_a_definition_goes_by_its_names_whether_it_is_selected_or_around_the_cursor(
    marked: str, names: tuple[str, ...]
) -> None:
    place = parse(marked)
    assert question_about(snapshot_of(place.text), place.selection).names == names


def test_a_method_of_go_is_called_after_its_type_too() -> None:
    place = parse("package a\n\nfunc (s *Sum) Add(n int) {\n\ts.n <|>+= n\n}\n")
    assert question_about(snapshot_of(place.text, "go"), place.selection).names == ("Sum", "Add")


@pytest.mark.parametrize(
    ("marked", "is_file"),
    [
        (f"<|>{CLASS}<|>", True),
        (f"\n<|>{CLASS.strip()}<|>\n\n", True),
        (f"<|>{CLASS.replace('print', '<|>print')}", False),
        ("<|>def add(a, b):\n    return a + b\n<|>", False),
        ("<|>a = 1\n<|>", False),
        ("a = <|>1\nb = 2\n", False),
    ],
)
def test_a_selection_of_all_is_a_question_about_the_file(marked: str, is_file: bool) -> None:
    place = parse(marked)
    assert question_about(snapshot_of(place.text), place.selection).is_file is is_file


def test_a_problem_is_explained_with_the_definition_around_it_if_that_is_not_too_long() -> None:
    place = parse(CLASS.replace("os.stat", "<|>os.stat<|>"))
    problem = Problem(place.selection, "no such name")
    question = question_about_problem(snapshot_of(place.text), problem)
    assert question.names == ("Sizes", "of")
    assert question.code == "    def of(self, path):\n        return os.stat(path).st_size"
    long = parse("def add(a):\n" + "    a += 1\n" * 1000 + "    <|>b<|>\n")
    question = question_about_problem(snapshot_of(long.text), replace(problem, span=long.selection))
    assert mark(long.text, question.part).endswith("\n<|>    b<|>\n")
