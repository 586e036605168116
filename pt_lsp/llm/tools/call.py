"""A call as a model made it, and the pieces in which it comes; refuses to know tools and their arguments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call."""

    id: str
    """What its result names; empty where none came."""
    name: str
    arguments: str
    """JSON, if the model has kept to it."""


@dataclass(frozen=True, slots=True)
class CallDelta:
    """A piece of a call: what of it is not there is empty."""

    index: int | None = None
    """Which of the calls of an answer it is a piece of, where that is said."""
    id: str = ""
    name: str = ""
    arguments: str = ""
    is_whole: bool = False
    """The arguments are all that there are, whatever came before."""
