"""What has become of one file, as texts before and after."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pt_lsp.workspace.skip_reasons import SkipReason

ChangeKind: TypeAlias = Literal["added", "modified", "deleted", "renamed", "mode", "conflict"]
"""`mode`: only whether the file is a program has changed. `conflict`: a merge has left it to the user."""
Textless: TypeAlias = SkipReason | Literal["submodule"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """The paths start at the repository's top, with forward slashes, and may be any bytes (`os.fsdecode`)."""

    path: str
    old_path: str
    """The same, but for a renamed file."""
    kind: ChangeKind
    old: str | None
    """The text before, without a byte order mark; None where there was no file, or `textless` says why."""
    new: str | None
    """The text now, the same way. In the working tree it counts without `\\r\\n` where the old one has none:
    git converts them."""
    textless: Textless | None = None
    """Why the texts are not there, though the file has changed."""
