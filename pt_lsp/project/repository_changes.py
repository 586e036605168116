"""What has changed in the repository around a folder, as far as it may leave the machine.

Ignored files, those that hold secrets and those of `privacy.exclude` are not even named, tracked or not.
Refuses to know what is made of the changes.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pt_lsp.errors import SettingsError
from pt_lsp.privacy.exclusion import Exclusion
from pt_lsp.project.generated_files import is_generated
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.git.attributes import generated_paths
from pt_lsp.workspace.git.changes import Changes, MayBeTold, staged_changes, working_changes
from pt_lsp.workspace.git.history import amending, recent_subjects
from pt_lsp.workspace.git.worktree import Worktree, find_worktree
from pt_lsp.workspace.ignoring import IgnoreTree


class RepositoryChanges:
    """Asks git and the disk each time."""

    def __init__(
        self,
        ignore_tree: IgnoreTree,
        settings_for: Callable[[Path | None], Settings],
        note_top: Callable[[Path], None] = lambda _: None,
    ) -> None:
        """`note_top` is told of each repository that something is told of."""
        self._tree = ignore_tree
        self._settings_for = settings_for
        self._note_top = note_top
        self._folders: Sequence[Path] = ()

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders from now on: each has a say in what lies in it."""
        self._folders = tuple(folders)

    async def staged(self, folder: Path, settings: Settings, *, amends: bool = False) -> Changes:
        """What the next commit would change, of the whole repository that the folder lies in.

        `amends`: it takes the place of the last one, whose changes are its own, too.
        GitFailed where there is none or git cannot tell, SettingsError where nobody knows what may be told.
        """
        worktree = await find_worktree(folder)
        base = await amending(worktree) if amends else worktree
        return await staged_changes(base, await self._rule(worktree, folder, settings))

    async def current(
        self, folder: Path, settings: Settings, *, amends: bool = False
    ) -> tuple[Changes, bool]:
        """What is staged, else what is not staged yet; and whether it is. Raises the same."""
        staged = await self.staged(folder, settings, amends=amends)
        if staged.files or staged.n_untold:
            return staged, bool(staged.files)
        return await self.working(folder, settings), False

    async def working(self, folder: Path, settings: Settings) -> Changes:
        """What is not staged yet, files that git does not know among it; raises the same."""
        worktree = await find_worktree(folder)
        return await working_changes(worktree, await self._rule(worktree, folder, settings))

    async def subjects(self, folder: Path, most: int) -> Sequence[str]:
        """How the last commits are called, the newest first. GitFailed as for the others."""
        return await recent_subjects(await find_worktree(folder), most)

    def generated(self, changes: Changes) -> frozenset[str]:
        """The paths of changed files that nobody has written: so the repository says, or they do. Blocks."""
        said = generated_paths(changes.top, [each.path for each in changes.files])
        return said.union(
            each.path for each in changes.files if is_generated(each.path, each.new or each.old)
        )

    async def names_in(self, folder: Path) -> Callable[[Path], Path]:
        """Tells by which name a changed file is open, where the folder or a workspace folder is by a link."""
        real = await asyncio.to_thread(_without_links, (folder, *self._folders))
        by_depth = sorted(real.items(), key=lambda each: len(each[1].parts), reverse=True)

        def named(file: Path) -> Path:
            names = (name / file.relative_to(path) for name, path in by_depth if file.is_relative_to(path))
            return next(names, file)

        return named

    async def _rule(self, worktree: Worktree, folder: Path, settings: Settings) -> MayBeTold:
        """By what the folder, each workspace folder and the repository's own top say of what lies in them."""
        if settings.refusal is not None:
            raise SettingsError(settings.refusal)
        self._note_top(worktree.top)
        # The top may be above all that is open, and have a project file all the same.
        of_top = self._settings_for(worktree.top)
        if of_top.refusal is not None:
            raise SettingsError(of_top.refusal)
        of_folders = {each: self._settings_for(each) for each in self._folders}
        said = [(each, own.privacy.exclude) for each, own in of_folders.items()]
        said += ((root, settings.privacy.exclude) for root in (worktree.top, folder))
        said.append((worktree.top, of_top.privacy.exclude))
        # Changes have paths without links; a workspace folder may be reached by one.
        real = await asyncio.to_thread(_without_links, [root for root, _ in said])
        shut = [real[each] for each, own in of_folders.items() if own.refusal is not None]
        rules = [
            (real[root], Exclusion((patterns,), name).reason)
            for root, patterns in said
            for name in {root, real[root]}  # patterns may hold either
        ]

        def may_be_told(path: str) -> bool:
            file = worktree.top / path
            if any(file.is_relative_to(each) for each in shut):
                return False
            return not any(
                self._tree.exclusion_reason(file, [root], rule)
                for root, rule in rules
                if file.is_relative_to(root)
            )

        return may_be_told


def _without_links(folders: Iterable[Path]) -> Mapping[Path, Path]:
    return {each: Path(os.path.realpath(each)) for each in folders}
