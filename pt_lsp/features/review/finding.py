"""What was found, as the model has said it; where it is tells the quote."""

from dataclasses import dataclass
from typing import Literal

from pt_lsp.documents.span import Span

Severity = Literal["error", "warning", "information", "hint"]


@dataclass(frozen=True, slots=True)
class QuotedFinding:
    """One sentence about the code that it quotes."""

    quote: str
    severity: Severity
    message: str
    path: str = ""
    """What the prompt calls the file; empty where the model has not said."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of an answer, or of several."""

    findings: tuple[QuotedFinding, ...] = ()
    n_unsound: int = 0
    """So many more were named, but without what a finding takes."""
    notes: tuple[str, ...] = ()
    """What is to be known of how it came about, as sentences."""

    def joined(self, other: "Findings") -> "Findings":
        """Both; a note that both have once."""
        return Findings(
            tuple(dict.fromkeys((*self.findings, *other.findings))),
            self.n_unsound + other.n_unsound,
            tuple(dict.fromkeys((*self.notes, *other.notes))),
        )


def told(found: Findings, n_refused: int) -> str:
    """What is to be known of how findings came about, `n_refused` of which could not be placed."""
    n_refused += found.n_unsound
    findings = "1 finding" if n_refused == 1 else f"{n_refused} findings"
    refused = (f"{findings} could not be placed.",) if n_refused else ()
    return " ".join((*refused, *found.notes))


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """One that stands at its quote."""

    span: Span
    severity: Severity
    message: str
    quote: str
