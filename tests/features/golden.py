"""Prompts as files, so that a change of one is read as prose in the diff."""

import os
from pathlib import Path

from pt_lsp.llm.gateway import Prompt

VARIABLE = "UPDATE_GOLDEN"


def check_prompt(file: Path, prompt: Prompt) -> None:
    rendered = render(prompt)
    if os.environ.get(VARIABLE):
        file.parent.mkdir(exist_ok=True)
        file.write_text(rendered, encoding="utf-8", newline="\n")
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    assert rendered == known, f"{file} differs; if that is meant, write it anew with {VARIABLE}=1 pytest ..."


def render(prompt: Prompt) -> str:
    turns = [f"--- {message.role}\n{message.content}" for message in prompt.messages]
    sampling = f"max_tokens={prompt.max_tokens} temperature={prompt.temperature} stop={list(prompt.stop)}"
    return "\n".join([*turns, f"--- sampling\n{sampling}\n"])
