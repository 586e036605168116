"""Four small tools over two files, as the real ones are described; they remember what they were asked."""

from collections.abc import Callable, Mapping
from typing import Any

from pt_lsp.llm.gateway import Tool, ToolResult

CODE = "class Cart:\n    def total(self): ...\n"


def _tool(name: str, /, *required: str, **types: str) -> Tool:
    properties = {each: {"type": kind} for each, kind in types.items()}
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return Tool(name, f"Example of {name}.", schema)


class SmallTools:
    """Answers with what `text_of` makes of a call."""

    definitions = (
        _tool("find_definition", "name", name="string"),
        _tool("find_references", "name", name="string"),
        _tool("read_lines", "path", path="string", first="integer", last="integer"),
        _tool("search_text", "text", text="string", path="string"),
    )

    def __init__(
        self, text_of: Callable[[str, Mapping[str, Any]], str] = lambda _name, _arguments: CODE
    ) -> None:
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self._text_of = text_of

    async def call(self, name: str, arguments: Mapping[str, Any]) -> ToolResult:
        self.calls.append((name, arguments))
        return ToolResult(self._text_of(name, arguments), f"{name} of {next(iter(arguments.values()))}")
