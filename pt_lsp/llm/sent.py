"""What is remembered of a request that went out, so that its user can look at it."""

from dataclasses import dataclass

from pt_lsp.llm.ledger import Usage
from pt_lsp.llm.prompt import Prompt, Purpose
from pt_lsp.llm.redaction import Redaction


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the machine last."""

    prompt: Prompt
    """As it went out: secrets replaced."""
    model: str
    host: str
    time_s: float
    """Unix time."""
    redactions: tuple[Redaction, ...] | None
    """The secrets replaced in it; None where the settings say that none shall be."""
    usage: Usage | None = None
    """Known once the reply is over."""
    further: tuple[tuple[str, str], ...] = ()
    """Fields of the body beside those of the prompt: names, and values as JSON."""
    header_names: tuple[str, ...] = ()
    """Of the headers that the user has set."""

    @property
    def purpose(self) -> Purpose:
        """What it was sent for."""
        return self.prompt.purpose
