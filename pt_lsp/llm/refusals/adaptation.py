"""How requests to one endpoint and model differ from what is asked for: without what it refuses."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

TOKEN_LIMIT = "max_tokens"  # noqa: S105 - a field's name
PARTIAL = "partial"
"""A field of the last message."""
CACHE_CONTROL = "cache_control"
"""A field of parts of a message's content; all others are the body's."""
TOOLS = "tools"
TOGETHER = (
    frozenset({"continue_final_message", "add_generation_prompt"}),
    frozenset({TOOLS, "tool_choice"}),
)
"""Fields of which one makes no sense without the other."""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What is done to a request's body, in this order: the limit renamed, lowered, fields left out."""

    limit_name: str = TOKEN_LIMIT
    """What the endpoint calls the limit of the answer's tokens."""
    most_tokens: int | None = None
    """What it takes there at most."""
    without: frozenset[str] = frozenset()
    is_lasting: bool = True
    """Whether the next request would be refused alike."""

    @property
    def is_nothing(self) -> bool:
        """Whether requests go out as they are asked."""
        return self == Adaptation()

    @property
    def sentence(self) -> str:
        """What is done, for the log."""
        done = [f"sent without {name}" for name in sorted(self.without)]
        if self.limit_name != TOKEN_LIMIT:
            done.append(f"{TOKEN_LIMIT} is called {self.limit_name}")
        if self.most_tokens is not None:
            done.append(f"at most {self.most_tokens} tokens are asked for")
        return f"from now on requests differ: {', '.join(done)}."

    def and_then(self, other: "Adaptation") -> "Adaptation":
        """Both, one after the other."""
        return Adaptation(
            self.limit_name if other.limit_name == TOKEN_LIMIT else other.limit_name,
            self.most_tokens if other.most_tokens is None else other.most_tokens,
            self.without | other.without,
            other.is_lasting,
        )

    def applied_to(self, asked: dict[str, Any], keeping: Collection[str] = ()) -> dict[str, Any]:
        """The body that goes out in place of `asked`; the fields `keeping` stay in any case."""
        body = dict(asked)
        if self.limit_name != TOKEN_LIMIT and TOKEN_LIMIT in body:
            body[self.limit_name] = body.pop(TOKEN_LIMIT)
        if self.most_tokens is not None and self.limit_name in body:
            body[self.limit_name] = min(body[self.limit_name], self.most_tokens)
        left_out = self.without - set(keeping)
        for name in left_out:
            body.pop(name, None)
        if PARTIAL in left_out:
            messages = body["messages"]
            body["messages"] = [{k: v for k, v in message.items() if k != PARTIAL} for message in messages]
        if CACHE_CONTROL in left_out:
            body["messages"] = [
                {**message, "content": joined_content(message["content"])} for message in body["messages"]
            ]
        return body


def joined_content(content: str | list[dict[str, Any]]) -> str | list[dict[str, Any]]:
    """A message's content without marks: its text in one piece, and its images where it has any."""
    if isinstance(content, str):
        return content
    text = "".join(part["text"] for part in content if part["type"] == "text")
    images = [part for part in content if part["type"] != "text"]
    return [{"type": "text", "text": text}, *images] if images else text


def has_marks(messages: Sequence[dict[str, Any]]) -> bool:
    """Whether any part of any of them is marked."""
    contents = [message["content"] for message in messages if isinstance(message["content"], list)]
    return any(CACHE_CONTROL in part for content in contents for part in content)
