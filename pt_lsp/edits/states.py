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
