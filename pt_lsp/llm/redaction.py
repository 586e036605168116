"""Replaces the secrets of a whole prompt and says which of them went out as placeholders.

Refuses to know what a secret looks like.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pt_lsp.llm.prompt import Message, Prompt
from pt_lsp.privacy.placeholders import STEM
from pt_lsp.privacy.secrets import Redactor

_PLACEHOLDER = re.compile(re.escape(STEM) + r"\d+")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A prompt that may leave the machine."""

    prompt: Prompt
    placeholders: Mapping[str, str]
    """Of this prompt only: a reply must not be able to name another file's secret."""
    n_redactions: int


def redact_prompt(prompt: Prompt, redactor: Redactor) -> Redacted:
    """`prompt` with its secrets replaced in messages and stop strings."""
    messages = tuple(Message(m.role, redactor.redact(m.content)) for m in prompt.messages)
    stop = tuple(redactor.redact(text) for text in prompt.stop)
    found = [match for m in messages for match in _PLACEHOLDER.findall(m.content)]
    known = redactor.placeholders
    placeholders = (
        {p: known[p] for p in known if any(match.startswith(p) for match in found)} if found else {}
    )
    return Redacted(replace(prompt, messages=messages, stop=stop), placeholders, len(found))
