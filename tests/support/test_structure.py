from pathlib import Path

import pytest

from tests.support.structure import Structure


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "house"


def structure_of(package: Path, **sources: str) -> Structure:
    """`room__window` stands for room/window.py."""
    for name, source in {"__init__": "", **sources}.items():
        path = package / f"{name.replace('__', '/') if name != '__init__' else name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return Structure.of(package)


def test_an_import_counts_wherever_it_stands(package: Path) -> None:
    structure = structure_of(
        package,
        top="import os\nimport house.low\nfrom house import other\nfrom house import VERSION\n",
        low="def later():\n    from .other import thing\n",
        other="if TYPE_CHECKING:\n    from house.room.window import Pane\n",
        room__window="from ..low import later\nfrom . import door\nfrom pathlib import Path\n",
        room__door="",
    )
    assert structure.imports() == {
        "house": set(),
        "house.top": {"house", "house.low", "house.other"},
        "house.low": {"house.other"},
        "house.other": {"house.room.window"},
        "house.room.window": {"house.low", "house.room.door"},
        "house.room.door": set(),
    }
    assert structure.circles() == [["house.low", "house.other", "house.room.window"]]


def test_a_package_without_circles_has_none(package: Path) -> None:
    assert structure_of(package, top="from house import low\n", low="import house\n").circles() == []


def test_a_public_class_name_is_found_wherever_it_comes_again(package: Path) -> None:
    structure = structure_of(
        package,
        top="class Door:\n    class Handle: ...\nclass _Lock: ...\nclass Wall: ...\n",
        low="if True:\n    class Door: ...\nclass _Lock: ...\ndef make():\n    class Wall: ...\n",
        room__handle="class Handle: ...\n",
    )
    assert structure.repeated_classes() == {
        "Door": ["house.low", "house.top"],
        "Handle": ["house.room.handle", "house.top"],
    }


def test_a_folder_counts_its_own_files(package: Path) -> None:
    structure = structure_of(package, top="", low="", room__window="")
    assert structure.files_by_folder() == {"house": 2, "house.room": 1}
