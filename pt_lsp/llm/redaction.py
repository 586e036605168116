"""Replaces the secrets of a whole prompt and says what went out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pt_lsp.llm.ledger import Usage
from pt_lsp.llm.prompt import Message, Prompt, Purpose
from pt_lsp.privacy.placeholders import PLACEHOLDER
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
    placeholders: Mapping[str, str]
    """Of this prompt only: a reply must not be able to name another file's secret."""
    redactions: tuple[Redaction, ...] | None
    """In the order in which they first stand in the messages; None if nothing was to be replaced."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What left the machine last."""

    prompt: Prompt
    """As it went out: secrets replaced."""
    model: str
    host: str
    time_s: float
    """Unix time."""
    redactions: tuple[Redaction, ...] | None
    """The secrets replaced in it; None where the settings say that none shall be."""
    usage: Usage | None = None
    """Known once the reply is over."""
    further: tuple[tuple[str, str], ...] = ()
    """Fields of the body beside those of the prompt: names, and values as JSON."""
    header_names: tuple[str, ...] = ()
    """Of the headers that the user has set."""

    @property
    def purpose(self) -> Purpose:
        """What it was sent for."""
        return self.prompt.purpose


def redact_prompt(prompt: Prompt, redactor: Redactor) -> Redacted:
    """`prompt` with its secrets replaced in messages and stop strings."""
    messages = tuple(Message(m.role, redactor.redact(m.content)) for m in prompt.messages)
    stop = tuple(redactor.redact(text) for text in prompt.stop)
    known = redactor.placeholders
    counts = Counter(found for m in messages for found in PLACEHOLDER.findall(m.content) if found in known)
    return Redacted(
        replace(prompt, messages=messages, stop=stop, excerpts=None),
        {placeholder: known[placeholder] for placeholder in counts},
        tuple(Redaction(found, redactor.kind_of(found), count) for found, count in counts.items()),
    )
