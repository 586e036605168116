"""How tools, calls and their results stand in the body of a request, as the API documents it."""

from collections.abc import Sequence
from typing import Any

from pt_lsp.llm.images import content_of
from pt_lsp.llm.prompt import Message
from pt_lsp.llm.tools.tool import Tool


def fields_of(tools: Sequence[Tool], *, calls_are_over: bool) -> dict[str, Any]:
    """The fields that offer tools; none where there are no tools."""
    if not tools:
        return {}
    offered = [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": dict(tool.parameters),
            },
        }
        for tool in tools
    ]
    return {"tools": offered, "tool_choice": "none" if calls_are_over else "auto"}


def turn_of(message: Message) -> dict[str, Any]:
    """One of the body's messages."""
    turn: dict[str, Any] = {"role": message.role, "content": content_of(message.content, message.images)}
    if message.role == "tool":
        turn["tool_call_id"] = message.call_id
    if message.calls:
        turn["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in message.calls
        ]
    return turn
