"""What holds for the records of every kind."""

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pt_lsp.errors import SettingsError
from pt_lsp.store.explanations import Explanations
from pt_lsp.store.originals import Originals
from tests.store import test_explanations, test_originals

Keep = Callable[[Path], None]


def keep_explanation(folder: Path) -> None:
    Explanations(folder).keep(test_explanations.record())


def keep_original(folder: Path) -> None:
    Originals(folder).keep(test_originals.record())


EACH = pytest.mark.parametrize("keep", [keep_explanation, keep_original])


@EACH
def test_only_the_owner_may_read_them(tmp_path: Path, keep: Keep) -> None:
    before = os.umask(0)
    try:
        keep(tmp_path / "records")
    finally:
        os.umask(before)
    (path,) = (tmp_path / "records").iterdir()
    if sys.platform != "win32":  # whose folders in a user's profile are private by themselves
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@EACH
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, keep: Keep) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"records cannot be written"):
        keep(tmp_path / "file" / "records")
