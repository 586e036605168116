"""What an edit knows of a region's new text at one moment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """What a region shall read, as far as is known; line ends are the document's."""

    text: str
    is_beginning: bool = False
    """It is the first complete lines of the new text; else all of the region as it shall read now."""
    warning: str | None = None
    """One sentence about a text that may be wrong; on the last draft only."""
    needs_verdict: bool = False
    """It waits for a verdict, whatever the settings say."""
