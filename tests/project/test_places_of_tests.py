"""Where tests of a file of a real folder are looked for, and what is not seen."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pt_lsp.project.places_of_tests import PlaceOfTests, place_of_tests
from pt_lsp.settings.options import ContextSettings, PrivacySettings, Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from tests.support.running import run

FILES = {
    "pyproject.toml": "[tool.pytest.ini_options]\n",
    "shop/__init__.py": "",
    "shop/cart.py": "def total():\n    return 1\n",
    "shop/money.py": "def cents():\n    return 1\n",
    "tests/test_money.py": "def test_cents():\n    assert 1\n",
}


def find(
    root: Path, source: str, settings: Settings | None = None, others: Sequence[Path] = ()
) -> PlaceOfTests | None:
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return run(place_of_tests(root / source, root, settings or Settings(), IgnoreTree(), others))


def test_tests_that_are_there_are_found(tmp_path: Path) -> None:
    place = find(tmp_path, "shop/money.py")
    assert place is not None
    assert (place.label, place.exists, place.framework) == ("tests/test_money.py", True, "pytest")
    assert place.example is None


def test_others_go_where_those_are_and_are_written_like_them(tmp_path: Path) -> None:
    place = find(tmp_path, "shop/cart.py")
    assert place is not None
    assert (place.path, place.exists) == (tmp_path / "tests/test_cart.py", False)
    assert place.language_id == "python"
    assert place.import_hint == "from shop.cart import"
    assert place.example is not None
    assert place.example.path == "tests/test_money.py"
    assert not place.leads_out


@pytest.mark.parametrize(
    "settings",
    [
        Settings(context=ContextSettings(workspace_files=False)),
        Settings(context=ContextSettings(exclude=("tests/",))),
        Settings(privacy=PrivacySettings(exclude=("test_money.py",))),
    ],
)
def test_no_example_is_shown_that_may_not_be(tmp_path: Path, settings: Settings) -> None:
    place = find(tmp_path, "shop/cart.py", settings)
    assert place is not None
    assert place.example is None


def test_a_folder_inside_that_is_open_too_is_left_to_itself(tmp_path: Path) -> None:
    place = find(tmp_path, "shop/cart.py", others=[tmp_path / "tests"])
    assert place is not None
    assert place.example is None


def test_tests_that_are_no_context_for_others_are_found_all_the_same(tmp_path: Path) -> None:
    place = find(tmp_path, "shop/money.py", Settings(context=ContextSettings(exclude=("tests/",))))
    assert place is not None
    assert place.exists


def test_a_test_has_no_tests(tmp_path: Path) -> None:
    assert find(tmp_path, "tests/test_money.py") is None


def test_a_broken_link_at_its_place_counts_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_cart.py").symlink_to(tmp_path / "gone.py")
    place = find(tmp_path, "shop/cart.py")
    assert place is not None
    assert place.exists
