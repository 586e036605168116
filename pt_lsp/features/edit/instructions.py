"""What the commands that need no words of the user ask the model for, and how edits are called."""

from collections.abc import Mapping
from typing import Literal

Command = Literal["edit", "generate", "fix", "document", "implement"]

_LONGEST_TITLE = 27

TITLES: Mapping[str, str] = {
    "edit": "Rewrite",
    "generate": "Generate",
    "fix": "Fix",
    "document": "Document",
    "implement": "Implement",
}

_INSTRUCTIONS: dict[Command, str] = {
    "fix": "Fix the problems listed above. Change nothing else.",
    "document": (
        "Document this code in the convention of its language and file: what it does, its parameters, what "
        "it returns and raises. Where the convention is to write it above the code, begin with it. Add or "
        "improve documentation only; the code itself stays as it is."
    ),
    "implement": (
        "Implement this code: replace stubs, placeholders and TODO notes by a complete, working body. "
        "Keep names, signatures and documentation."
    ),
}

_FIX_UNTOLD = "Find what is wrong with this code and fix it. Change nothing else."


def instruction_for(command: Command, words: str | None, *, has_problems: bool = True) -> str:
    """What the command itself asks for, and the user's words."""
    own = _INSTRUCTIONS.get(command, "")
    if command == "fix" and not has_problems:
        own = _FIX_UNTOLD
    return " ".join(part for part in (own, (words or "").strip()) if part)


def title_for(command: Command, words: str | None) -> str:
    """A short name for progress and undo: the command, or the beginning of the user's words."""
    said = " ".join((words or "").split())
    if not said or command not in {"edit", "generate"}:
        return TITLES[command]
    return said if len(said) <= _LONGEST_TITLE else said[: _LONGEST_TITLE - 3].rstrip() + "..."
