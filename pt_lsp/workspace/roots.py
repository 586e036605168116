"""Which of the open workspace folders a file belongs to.

Pure: refuses to look at the disk, so that links and missing files count as they are written.
"""

from collections.abc import Iterable
from pathlib import PurePath
from typing import TypeVar

AnyPath = TypeVar("AnyPath", bound=PurePath)


def root_of(path: AnyPath, workspace_folders: Iterable[AnyPath]) -> AnyPath | None:
    """The deepest folder that holds `path`; None if none does. Windows paths compare without letter case."""
    holding = [folder for folder in workspace_folders if path.is_relative_to(folder)]
    return max(holding, key=lambda folder: len(folder.parts), default=None)
