"""A problem that an editor shows; refuses to know who asked for it and what is done about it."""

from dataclasses import dataclass
from typing import Literal

from pt_lsp.documents.span import Span
from pt_lsp.features.edit.problems.kinds import NO_KIND, ProblemKind

Gravity = Literal["error", "warning", "remark"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Where it is, and what was said about it."""

    span: Span
    message: str
    source: str = ""
    """Who says so, and by which code."""
    related: tuple[str, ...] = ()
    """What else was said about it, each with the line that it is said of."""
    kind: ProblemKind = NO_KIND
    gravity: Gravity = "error"
