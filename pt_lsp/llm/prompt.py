"""What is asked of a model."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from pt_lsp.documents.tokens import estimate_tokens
from pt_lsp.llm.images import Image, tokens_of
from pt_lsp.settings.tables import Job

Role = Literal["system", "user", "assistant"]
Shares = tuple[tuple[str, int], ...]
Purpose = Literal["inline completion", "edit", "explain", "commit message", "review", "probe"]

_JOBS: dict[Purpose, Job] = {
    "inline completion": "completion",
    "edit": "edit",
    "explain": "explain",
    "commit message": "explain",
    "review": "explain",
    "probe": "completion",  # which way of filling in works is what a probe is for
}


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str
    images: tuple[Image, ...] = ()
    """What goes along behind the text."""


class Excerpts(Protocol):
    """What a prompt shows of other files; it can do without any of it."""

    @property
    def text(self) -> str:
        """As it stands in one of the messages."""

    @property
    def names(self) -> Mapping[str, str]:
        """What each excerpt is called for a person, by a key that it is known by."""

    def shares(self) -> Shares:
        """The characters of each source."""

    def text_of(self, key: str) -> str:
        """What an excerpt says."""

    def without(self, keys: Collection[str]) -> "Excerpts":
        """The others."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A conversation and how its answer shall be sampled."""

    messages: tuple[Message, ...]
    purpose: Purpose
    max_tokens: int
    temperature: float
    stop: tuple[str, ...] = ()
    n_variant: int = 0
    """Which answer to the same question it asks for: the user's seed, if there is one, counts on by it."""
    wants_json: bool = False
    """The answer is to be one JSON object; a message has to hold the word JSON then."""
    continues_assistant: bool = False
    """The last message is an assistant turn that the model shall go on with (the partial way)."""
    is_automatic: bool = False
    """Nobody asked for it: the first to be held back over a budget or after failures."""
    restores: bool = True
    """Secrets are put back into the answer; else its reader does that, as `Reply.placeholders` say."""
    language_id: str = ""
    """What it is counted under in the statistics; not sent."""
    shares: Shares = ()
    """Where its text comes from, in its order: `rules`, `imports`, `prefix`, ... and characters; not sent."""
    file_text: str = field(default="", repr=False)
    """What it shows of its file in one piece, looked through for secrets and not sent: in the messages a mark
    or a turn may part one from what gives it away."""
    excerpts: Excerpts | None = field(default=None, repr=False)
    """What of its text can be left out; not sent beside the messages."""

    @property
    def job(self) -> Job:
        """Whose model is asked."""
        return _JOBS[self.purpose]

    @property
    def images(self) -> tuple[Image, ...]:
        """Those of all messages."""
        return tuple(image for message in self.messages for image in message.images)

    @property
    def text(self) -> str:
        """That of all messages."""
        return "".join(message.content for message in self.messages)

    @property
    def estimated_tokens(self) -> int:
        """About how many tokens text and images are."""
        return estimate_tokens(self.text) + tokens_of(self.images)

    def without_image_data(self) -> "Prompt":
        """What may be kept of it."""
        if not self.images:
            return self
        messages = (
            replace(message, images=tuple(image.without_data() for image in message.images))
            for message in self.messages
        )
        return replace(self, messages=tuple(messages))

    @property
    def excerpt_names(self) -> Mapping[str, str]:
        """What can be left out, as people call it, by its key."""
        return {} if self.excerpts is None else self.excerpts.names

    def without(self, keys: Collection[str]) -> "Prompt":
        """The same without these excerpts."""
        if self.excerpts is None or not keys:
            return self
        before, left = self.excerpts, self.excerpts.without(keys)
        messages = list(self.messages)
        holder = next(n for n, message in enumerate(messages) if before.text in message.content)
        content = messages[holder].content.replace(before.text, left.text, 1)
        messages[holder] = replace(messages[holder], content=content)
        return replace(
            self, messages=tuple(messages), excerpts=left, shares=_shares_without(self.shares, before, left)
        )


def _shares_without(shares: Shares, before: Excerpts, left: Excerpts) -> Shares:
    """Tags and titles that went with their contents were counted as ours."""
    old, new = dict(before.shares()), dict(left.shares())
    n_tags = (len(before.text) - sum(old.values())) - (len(left.text) - sum(new.values()))
    now = {source: n - n_tags if source == "rules" else n for source, n in shares}
    return tuple((source, n) for source, n in (now | dict.fromkeys(old, 0) | new).items() if n)
