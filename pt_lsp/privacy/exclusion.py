"""Which files never leave the machine, by their path alone: those that hold secrets, and the user's patterns.

Refuses to know the disk: `.gitignore` files are read by `workspace.ignoring`.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from pt_lsp.globs import PatternList
from pt_lsp.privacy import secret_files


@dataclass(frozen=True)
class Exclusion:
    """Files that hold secrets, which no setting brings back, and those that `lists` name.

    Gitignore-style: `!` takes back an earlier one of its list. Letter case is ignored, and a pattern that is
    not valid excludes nothing: of `privacy.exclude` the settings let none come here. Read at first use.
    """

    lists: tuple[tuple[str, ...], ...]
    folder: PurePath | None = None
    """Where the paths start: a folder like `.ssh` holds secrets by its own name, too."""

    def reason(self, relative_path: PurePath) -> str | None:
        """Why the file may not be used, as a sentence that names the pattern; None if it may.

        `relative_path` starts at the folder that patterns with a leading `/` are anchored at.
        """
        path = relative_path.as_posix()
        if built_in := secret_files.pattern_of(f"{self._folder_name}/{path}".lower()):
            return f"Files that match the built-in pattern `{built_in}` never leave the machine."
        for patterns in self._own:
            if pattern := patterns.ignoring(path):
                return f"The exclusion pattern `{pattern.line}` of your settings matches this file."
        return None

    @cached_property
    def _folder_name(self) -> str:
        return "" if self.folder is None else self.folder.as_posix().rstrip("/")

    @cached_property
    def _own(self) -> tuple[PatternList, ...]:
        return tuple(PatternList(map(self._anchored, lines), ignores_case=True) for lines in self.lists)

    def _anchored(self, line: str) -> str:
        """A pattern that gives the whole path of something in the folder, from the folder on."""
        begin = f"{self._folder_name}/"
        is_whole = len(begin) > 1 and line.lower().startswith(begin.lower())
        return line[len(begin) - 1 :] if is_whole else line
