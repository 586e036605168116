"""What the engine counts; what becomes of a suggestion `acceptance` does."""

from dataclasses import dataclass


@dataclass(slots=True)
class EngineCounts:
    """How often the model was asked, a known text was reused, and an item was handed out."""

    asked: int = 0
    reused: int = 0
    shown: int = 0
