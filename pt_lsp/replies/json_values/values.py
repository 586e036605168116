"""What is read of a text as JSON; each part of it knows whether its end has come."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(eq=False, slots=True)
class JsonArray:
    """Its items in order; those of a whole text are what stands there one after the other."""

    items: list["Json"] = field(default_factory=list)
    is_whole: bool = False


@dataclass(eq=False, slots=True)
class JsonObject:
    """Its members as they stand there, a name twice where it is written twice."""

    members: list[tuple[str, "Json"]] = field(default_factory=list)
    is_whole: bool = False

    def named(self) -> "dict[str, Json] | None":
        """The members by name; None where one has two values, so that nobody can tell which is meant."""
        values: dict[str, Json] = {}
        for name, value in self.members:
            if name in values and values[name] != value:
                return None
            values[name] = value
        return values


Json: TypeAlias = JsonArray | JsonObject | str | None
"""Numbers, `true` and `false` are the text that stands there."""


def inside(value: Json) -> Iterator[Json]:
    """The values right inside of one."""
    if isinstance(value, JsonObject):
        yield from (each for _, each in value.members)
    elif isinstance(value, JsonArray):
        yield from value.items
