"""How an option is declared: a field that carries its doc line, bounds and what a project may do to it."""

from dataclasses import field
from typing import Any, Literal

ProjectMay = Literal["nothing", "replace", "replace unless empty", "add", "add where let", "lower", "raise"]
"""What a project may do to what the user allows: `replace` what harms nobody, or what the user has not turned
off by an empty text, `add` to a list that excludes, or to a list where the user lets projects, `lower` or
`raise` a number, a switch (off is lower than on) or a choice (declared from low to high).
"""

Form = Literal["base URL", "proxy URL", "patterns", "marker"]
"""How a text is to be written."""


def option(
    default: Any,
    doc: str,
    *,
    project_may: ProjectMay,
    minimum: float | None = None,
    maximum: float | None = None,
    environment: str | None = None,
    form: Form | None = None,
) -> Any:
    """A dataclass field that carries its doc line, bounds, merge rule and environment variable."""
    metadata = {
        "doc": doc,
        "project_may": project_may,
        "minimum": minimum,
        "maximum": maximum,
        "environment": environment,
        "form": form,
    }
    return field(default=default, metadata=metadata)
