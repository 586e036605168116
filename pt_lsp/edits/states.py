"""The states that an edit can be in."""

from typing import Literal

EditState = Literal[
    "running",
    "pending",
    "applied",
    "unchanged",
    "stopped",
    "cancelled",
    "failed",
    "accepted",
    "rejected",
    "undone",
    "gone",
]
"""
- `running`: text may still come, or is on its way to the editor.
- `pending`: all has come and waits for a verdict. `applied`: as pending, but nobody wants to be asked.
- `unchanged`: what was wanted is the original.
- `stopped`: somebody wrote inside, or took back what we wrote. What had come stays and can be rejected.
- `cancelled`: the region is the original again; or the document was closed.
- `failed`: as `cancelled`, and the edit's `error` says in a sentence why.
- `accepted`, `rejected`: decided. `undone`: the region reads as the original again, by whatever means.
- `gone`: nobody can tell any more where it is.
"""

OPEN_STATES: frozenset[EditState] = frozenset({"pending", "stopped", "undone"})
"""States in which hunks can be accepted and rejected."""

FOLLOWED_STATES: frozenset[EditState] = OPEN_STATES | {"running", "cancelled"}
"""States in which the region is followed; that of a cancelled edit for another try."""

Stopper = Literal["typing", "other"]
"""What has ended a stream by writing inside: one insertion or deletion, as keys do it, or anything else."""
