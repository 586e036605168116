"""Replaces the secrets of a whole prompt and says which of them went out as placeholders."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from pt_lsp.llm.prompt import Prompt
from pt_lsp.privacy.placeholders import Placeholders, count_placeholders
from pt_lsp.privacy.secrets import Redactor


@dataclass(frozen=True, slots=True)
class Redaction:
    """One secret of a prompt."""

    placeholder: str
    kind: str
    """What sort of secret it is, for a person."""
    n_places: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A prompt that may leave the machine."""

    prompt: Prompt
    placeholders: Placeholders
    redactions: tuple[Redaction, ...] | None
    """In the order in which they first stand in the messages; None if nothing was to be replaced."""


MOST_ON_LOOP = 30_000
"""Characters; of a longer prompt the secrets are looked for in a thread."""
LONGEST_LINE_ON_LOOP = 2_000
"""So are those of a prompt with a longer line, which may be one secret behind the other."""


class PromptRedactor:
    """Redacts one prompt after the other, so that a thread at work has the redactor to itself."""

    def __init__(self, redactor: Redactor, refresh: Callable[[], Awaitable[None]] | None = None) -> None:
        """`refresh` brings what `redactor` knows up to date; waited for before each redaction."""
        self._redactor = redactor
        self._refresh = refresh
        self._turn = asyncio.Lock()

    async def redact(self, prompt: Prompt) -> Redacted:
        """`prompt` with its secrets replaced in messages and stop strings."""
        async with self._turn:
            if self._refresh is not None:
                await self._refresh()
            if _is_quick(prompt):
                return _redacted(prompt, self._redactor)
            working = asyncio.ensure_future(asyncio.to_thread(_redacted, prompt, self._redactor))
            try:
                return await asyncio.shield(working)
            finally:
                # A thread cannot be cancelled, and nobody else may have the redactor before it has ended.
                await asyncio.wait([working])


def _is_quick(prompt: Prompt) -> bool:
    texts = [*(message.content for message in prompt.messages), prompt.file_text]
    if sum(map(len, texts)) > MOST_ON_LOOP:
        return False
    return all(len(line) <= LONGEST_LINE_ON_LOOP for text in texts for line in text.split("\n"))


def _redacted(prompt: Prompt, redactor: Redactor) -> Redacted:
    sent = (*(message.content for message in prompt.messages), *prompt.stop)
    texts = redactor.redact_all([*sent, prompt.file_text] if prompt.file_text else sent)[: len(sent)]
    messages = tuple(replace(m, content=text) for m, text in zip(prompt.messages, texts, strict=False))
    stop = tuple(texts[len(messages) :])
    known = redactor.placeholders
    counts, glued = count_placeholders([message.content for message in messages], known)
    return Redacted(
        replace(prompt, messages=messages, stop=stop, file_text="", excerpts=None),
        Placeholders({placeholder: known[placeholder] for placeholder in counts}, glued),
        tuple(Redaction(found, redactor.kind_of(found), count) for found, count in counts.items()),
    )
