import pytest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.instructions import Command
from pt_lsp.features.edit.request import Shape, region_of
from pt_lsp.settings.options import Settings
from tests.support.notation import mark, parse


def shown(marked: str, command: Command) -> tuple[str, Shape]:
    place = parse(marked)
    snapshot = Snapshot("file:///a.py", "python", 1, Text.of(place.text), Settings())
    region, shape = region_of(snapshot, command, place.selection)
    return mark(place.text, region), shape


IN_F = "class A:\n    @cached\n    def f(self):\n        ret<|>urn 1\n\nx = 2\n"
F = "class A:\n<|>    @cached\n    def f(self):\n        return 1<|>\n\nx = 2\n"


@pytest.mark.parametrize("command", ["edit", "fix", "document", "implement"])
def test_a_cursor_means_the_definition_around_it(command: Command) -> None:
    assert shown(IN_F, command) == (F, "lines")


@pytest.mark.parametrize("command", ["fix", "document", "implement"])
def test_a_selection_means_the_definition_around_it_for_commands_on_definitions(command: Command) -> None:
    assert shown(IN_F.replace("ret<|>urn", "<|>ret<|>urn"), command) == (F, "lines")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("a = 1\nb <|>= 2\nc =<|> 3\nd\n", "a = 1\n<|>b = 2\nc = 3<|>\nd\n"),
        ("<|>a = 1\nb = 2\n<|>c = 3\n", "<|>a = 1\nb = 2<|>\nc = 3\n"),
        ("a = <|>1\n", "<|>a = 1<|>\n"),
    ],
)
def test_else_the_lines_of_the_selection(marked: str, expected: str) -> None:
    assert shown(marked, "edit") == (expected, "lines")


@pytest.mark.parametrize(
    ("marked", "expected", "shape"),
    [
        ("def f():\n  <|>  \n    a\n", "def f():\n<|>    <|>\n    a\n", "lines"),
        ("a\n<|>b\n", "a\n<|>b\n", "lines before"),
        ("a = <|>\n", "a = <|>\n", "inline"),
        ("", "<|>", "lines"),
    ],
)
def test_generated_text_has_its_place_by_what_is_on_the_line(
    marked: str, expected: str, shape: Shape
) -> None:
    assert shown(marked or "<|>", "generate") == (expected, shape)
