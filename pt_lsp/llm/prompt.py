"""What is asked of a model."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["system", "user", "assistant"]
Purpose = Literal["inline completion", "edit", "explain", "probe"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A conversation and how its answer shall be sampled."""

    messages: tuple[Message, ...]
    purpose: Purpose
    max_tokens: int
    temperature: float
    stop: tuple[str, ...] = ()
    top_p: float | None = None
    continues_assistant: bool = False
    """The last message is an assistant turn that the model shall go on with (the partial way)."""
    is_automatic: bool = False
    """Nobody asked for it: the first to be held back over a budget or after failures."""
    language_id: str = ""
    """What it is counted under in the statistics; not sent."""
    shares: tuple[tuple[str, int], ...] = ()
    """Where its text comes from, in its order: `rules`, `imports`, `prefix`, ... and characters; not sent."""
