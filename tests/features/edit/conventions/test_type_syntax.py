import pytest

from pt_lsp.features.edit.conventions.type_syntax import type_convention


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "Write unions as `X | None` and generics as `list[X]`. "),
        (
            "def f(a: Optional[int]) -> List[int]: ...\n",
            "Write unions as `Optional[X]` and generics as `List[X]`, as this file does. ",
        ),
        (
            "def f(a: Optional[int]) -> list[int]: ...\n",
            "Write unions as `Optional[X]` and generics as `list[X]`, as this file does. ",
        ),
        (
            "def f(a: int | None, b: Optional[int]): ...\n",
            "Write unions as `X | None` and generics as `list[X]`. ",
        ),
    ],
)
def test_python_has_the_syntax_of_the_file(source: str, told: str) -> None:
    assert type_convention("python", source).startswith(told)


@pytest.mark.parametrize(
    ("language_id", "told"),
    [
        ("javascript", "JSDoc"),
        ("typescript", "`unknown`"),
        ("php", "native types"),
        ("lua", "LuaCATS"),
    ],
)
def test_each_language_has_its_way(language_id: str, told: str) -> None:
    assert told in type_convention(language_id, "")


@pytest.mark.parametrize("language_id", ["ruby", "go", "cobol"])
def test_elsewhere_nothing_is_said(language_id: str) -> None:
    assert type_convention(language_id, "") == ""
