"""`ptLsp.showPrompt`: what was last sent, as it went out, and a list of what did not.

Refuses to know a secret: placeholders come with their kind only. What others wrote is code on the page, so
that nothing of it is a link, an image or a heading; a control in it is shown as an escape.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from lsprotocol import types

from pt_lsp.documents.visibility import visible_line, visible_text
from pt_lsp.llm.gateway import Image, Prompt, Sent
from pt_lsp.protocol.results import PromptResult
from pt_lsp.protocol.server import Server

_TITLE = "What was sent"


async def run_show_prompt(server: Server, _params: types.ExecuteCommandParams) -> PromptResult:
    """What was last sent, and opens it where the client does not."""
    sent = server.services.gateway.last_sent
    if sent is None:
        return {"markdown": "Nothing has been sent yet."}
    markdown = render(sent)
    await server.pages.open(_TITLE, markdown)
    return {"markdown": markdown}


def render(sent: Sent) -> str:
    """The page as Markdown."""
    lines = [
        f"# Sent to {_code(sent.model)} at {_code(sent.host)}",
        "",
        _summary(sent),
        "",
        *_sampling(sent),
        *_headers(sent),
    ]
    lines += ["", "## Where it comes from", "", *_shares(sent.prompt)]
    lines += ["", "## Secrets", "", *_secrets(sent)]
    lines += _tools(sent.prompt)
    for message in sent.prompt.messages:
        calls = [f"{call.name}({call.arguments})" for call in message.calls]
        lines += _section(message.role, "\n".join([message.content] * (not calls) + calls))
        lines += [line for image in message.images for line in ("", _image(image))]
    return "\n".join(lines) + "\n"


def _tools(prompt: Prompt) -> list[str]:
    """What the model was offered; what it called and got are turns of the conversation."""
    if not prompt.tools:
        return []
    told = (
        f"{tool.name}({', '.join(tool.parameters['properties'])}): {tool.description}"
        for tool in prompt.tools
    )
    return _section("Tools that the model may call", "\n".join(told))


def _section(title: str, text: str) -> list[str]:
    content = visible_text(text)
    fence = _fence_around(content)
    return ["", f"## {title}", "", fence, content, fence]


def _summary(sent: Sent) -> str:
    time = datetime.fromtimestamp(sent.time_s, UTC).isoformat(sep=" ", timespec="seconds")
    return f"For: {sent.purpose}. At: {time}. Tokens: {_tokens(sent)}."


def _tokens(sent: Sent) -> str:
    usage = sent.usage
    if usage is None:
        return f"about {sent.prompt.estimated_tokens:,} in (estimated; the answer is not over)"
    if usage.is_estimated:
        return f"about {usage.prompt_tokens:,} in, {usage.completion_tokens:,} out (estimated)"
    parts = [(usage.cached_tokens, "cached"), (usage.created_tokens, "put in the cache")]
    told = ", ".join(f"{n:,} of them {what}" for n, what in parts if n)
    cached = f" ({told})" if told else ""
    return f"{usage.prompt_tokens:,} in{cached}, {usage.completion_tokens:,} out (as the endpoint says)"


def _sampling(sent: Sent) -> list[str]:
    prompt = sent.prompt
    values: list[tuple[str, object]] = [
        ("max_tokens", prompt.max_tokens),
        ("temperature", prompt.temperature),
        ("tool_choice", ("none" if prompt.calls_are_over else "auto") if prompt.tools else None),
        ("response_format", "json_object" if prompt.wants_json else None),
        ("stop", list(prompt.stop) or None),
        *sent.further,
    ]
    return [
        "Asked with: " + ", ".join(_code(f"{name}={value}") for name, value in values if value is not None)
    ]


def _headers(sent: Sent) -> list[str]:
    if not sent.header_names:
        return []
    return ["", f"Headers of yours, values not shown: {', '.join(map(_code, sent.header_names))}"]


def _image(image: Image) -> str:
    kilobytes = max(round(image.n_bytes / 1000), 1)
    size = f"{image.width:,} x {image.height:,} pixels, {kilobytes:,} kB, about {image.n_tokens:,} tokens"
    return f"With the image {_code(image.name)}: {image.media_type}, {size}."


def _shares(prompt: Prompt) -> list[str]:
    n_sent = len(prompt.text)
    total = sum(n for _, n in prompt.shares)
    rows = [(source, f"{n:,}", f"{n / total:.0%}") for source, n in prompt.shares if n]
    if len(rows) > 1:
        rows.append(("all", f"{total:,}", "100%"))
    closing = f"{n_sent:,} characters went out."
    if not rows:
        return [closing]
    note = " Tags, file names and placeholders make the difference." if n_sent != total else ""
    return [*_table(("Source", "Characters", "Share"), rows, "|:--|--:|--:|"), "", closing + note]


def _secrets(sent: Sent) -> list[str]:
    if sent.redactions is None:
        return ["Nothing was replaced: `privacy.redactSecrets` is off."]
    if not sent.redactions:
        return ["None was found."]
    # A kind names files, and a file may be called like a link or an image.
    rows = [(_code(one.placeholder), _code(one.kind), _times(one.n_places)) for one in sent.redactions]
    return [
        "These stayed on this machine; what is sent holds placeholders for them:",
        "",
        *_table(("Placeholder", "Stands for", "Found"), rows, "|:--|:--|:--|"),
    ]


def _times(count: int) -> str:
    return "in 1 place" if count == 1 else f"in {count} places"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], rule: str) -> list[str]:
    cells = [head, *rows]
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
    return [lines[0], rule, *lines[1:]]


def _code(text: str) -> str:
    """Inline code that no character of `text` can end."""
    text = visible_line(text)
    mark = _longest_ticks(text) + "`"
    space = " " if "`" in text else ""
    return f"{mark}{space}{text}{space}{mark}"


def _fence_around(text: str) -> str:
    """A fence that no line of `text` can close."""
    return max("```", _longest_ticks(text) + "`", key=len)


def _longest_ticks(text: str) -> str:
    return max(re.findall("`+", text), key=len, default="")
