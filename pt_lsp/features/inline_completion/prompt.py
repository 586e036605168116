"""How the model is asked to fill in the text at the cursor: three ways, for what endpoints and models take.

What never changes comes first and what changes with each key last; there is no time and no counter in it.
"""

from typing import Literal

from pt_lsp.context.window import Window
from pt_lsp.features.inline_completion.examples import EXAMPLES
from pt_lsp.features.inline_completion.postprocess.extent import Extent
from pt_lsp.llm.gateway import Message, Prompt

FillWay = Literal["hole", "fim", "partial"]

RESERVED_TOKENS = {"hole": 800, "fim": 60, "partial": 260}
"""What each way's own words take of the budget, estimated with some room."""

_TEMPERATURE = 0.1
_VARIED_TEMPERATURE = 0.9
_LINE_TOKENS = 96
_MARKER = "<|cursor|>"
_FIM_STOPS = ("<|endoftext|>", "<|im_end|>", "<|file_sep|>", "<|fim_suffix|>")

_HOLE_RULES = """\
You complete code in an editor. The user sends a file with the mark {marker} where the cursor is. \
Reply with the text that belongs in the place of {marker}, and with nothing else.
- The reply is inserted as it is: bare code, no Markdown fence, no explanation.
- Begin exactly at the cursor. Do not repeat what stands before or after it.
- Follow the names, style and indentation of the file.
- Finish the line or the block that the cursor is in, then stop."""

_PARTIAL_RULES = """\
You write code in an editor. The user shows what follows the cursor in a file; you are writing what comes \
before it. Go on exactly where your text stops: bare code in the style of the file, no Markdown fence, no \
explanation. Finish the line or the block that you are in, and stop where the text that follows begins."""

_EXTENT_WORDS: dict[Extent, str] = {
    "line": "the rest of the line",
    "statement": "the rest of the line and of what it opens",
    "paragraph": "the next lines",
    "block": "the rest of the block",
}


def build_prompt(
    window: Window,
    way: FillWay,
    extent: Extent,
    max_tokens: int,
    *,
    is_automatic: bool,
    is_varied: bool = False,
) -> Prompt:
    """The prompt that asks for the text at the cursor; the reply starts there in every way.

    A varied one is worded the same and sampled more freely.
    """
    build = {"hole": _hole, "fim": _fim, "partial": _partial}[way]
    messages, stop = build(window, extent)
    return Prompt(
        messages=messages,
        purpose="inline completion",
        max_tokens=min(max_tokens, _LINE_TOKENS) if extent == "line" else max_tokens,
        temperature=_VARIED_TEMPERATURE if is_varied else _TEMPERATURE,
        stop=stop,
        continues_assistant=way == "partial",
        is_automatic=is_automatic,
        language_id=window.language_id,
    )


def _hole(window: Window, extent: Extent) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    marker = _unused_marker(window.prefix + window.suffix)
    messages = [Message("system", _HOLE_RULES.format(marker=marker))]
    for example in EXAMPLES:
        shown = Window(example.prefix, example.suffix, example.path, example.language_id)
        messages.append(Message("user", _question(shown, example.extent, marker)))
        messages.append(Message("assistant", example.answer))
    messages.append(Message("user", _question(window, extent, marker)))
    return tuple(messages), (marker, "</file>")


def _question(window: Window, extent: Extent, marker: str) -> str:
    code = f"{window.prefix}{marker}{window.suffix}".rstrip("\n")
    return f"{_tag(window)}\n{code}\n</file>\nWrite {_EXTENT_WORDS[extent]} at {marker}."


def _fim(window: Window, _extent: Extent) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    request = f"<|fim_prefix|>{window.prefix}<|fim_suffix|>{window.suffix}<|fim_middle|>"
    messages = (Message("system", "You are a code completion assistant."), Message("user", request))
    return messages, _FIM_STOPS


def _partial(window: Window, extent: Extent) -> tuple[tuple[Message, ...], tuple[str, ...]]:
    request = (
        f"{_tag(window)}\nAfter the cursor comes:\n<after>\n{window.suffix}\n</after>\n"
        f"Write the text before it, and {_EXTENT_WORDS[extent]}."
    )
    messages = (
        Message("system", _PARTIAL_RULES),
        Message("user", request),
        Message("assistant", window.prefix),
    )
    return messages, ()


def _tag(window: Window) -> str:
    return f'<file path="{window.path}" language="{window.language_id}">'


def _unused_marker(code: str) -> str:
    """A mark that the code does not hold itself."""
    marker, n = _MARKER, 1
    while marker in code:
        n += 1
        marker = f"<|cursor{n}|>"
    return marker
