"""The states of an edit, as editors are told them."""

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

Stopper = Literal["typing", "other"]
"""What has ended a stream by writing inside: one insertion or deletion, as keys do it, or anything else."""
