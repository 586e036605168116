"""What a tool is to a model, and to whoever has it: a name, what it takes, and what calling it gives.

Refuses to know what any tool does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool, as it is described to a model."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """A JSON schema of type `object`."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a call gave."""

    text: str
    """For the model; secrets in it are replaced before it goes out."""
    told: str
    """A few words for a person on what was looked up: "definition of `Cart`"."""


class Tools(Protocol):
    """The tools that are there for one question."""

    @property
    def definitions(self) -> Sequence[Tool]:
        """All of them; always the same and in the same order, for prompts begin with them."""

    async def call(self, name: str, arguments: Mapping[str, Any]) -> ToolResult:
        """The result of the tool of that name, which is one of the definitions'.

        Raises nothing but a cancellation: what is wrong with arguments is a result, a sentence to the model.
        Required ones are there and each has the type that its schema names; nothing else of them is checked.
        """
