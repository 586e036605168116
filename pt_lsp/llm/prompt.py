"""What is asked of a model."""

from dataclasses import dataclass
from typing import Literal

from pt_lsp.settings.tables import Job

Role = Literal["system", "user", "assistant"]
Purpose = Literal["inline completion", "edit", "explain", "probe"]

_JOBS: dict[Purpose, Job] = {
    "inline completion": "completion",
    "edit": "edit",
    "explain": "explain",
    "probe": "completion",  # which way of filling in works is what a probe is for
}


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

    @property
    def job(self) -> Job:
        """Whose model is asked."""
        return _JOBS[self.purpose]
