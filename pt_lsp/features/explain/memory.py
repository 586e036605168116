"""The explanations that were given, at hand for whoever asks again.

Reads and writes the disk in a thread, and asks no model. What is at hand is bounded; a disk that cannot be
used is no reason to fail.
"""

import asyncio
import logging
from collections.abc import Sequence

from cachetools import LRUCache

from pt_lsp.context.background import GatherAround
from pt_lsp.documents.uris import canonical_uri
from pt_lsp.errors import SettingsError
from pt_lsp.features.explain.explaining import Answered
from pt_lsp.features.explain.question import CodeQuestion
from pt_lsp.features.explain.references import CountLines
from pt_lsp.features.explain.remembering import (
    answers,
    date_of,
    given_again,
    key_of,
    record_of,
    references_of,
    restored,
    signatures_of,
    stand,
)
from pt_lsp.llm.gateway import Gateway, Message, Prompt
from pt_lsp.store.explanations import Explanations, StoredExplanation

logger = logging.getLogger(__name__)

_MOST_DOCUMENTS = 32
_MOST_SHOWN = 200
_READING_S = 1.0


class ExplanationMemory:
    """One per server."""

    def __init__(self, store: Explanations) -> None:
        self._store = store
        self._known: LRUCache[str, dict[str, StoredExplanation]] = LRUCache(_MOST_DOCUMENTS)
        self._shown_again: LRUCache[tuple[str, str], None] = LRUCache(_MOST_SHOWN)
        """Of these what was shown last is what was remembered."""
        self._n_again: LRUCache[tuple[str, str], int] = LRUCache(_MOST_SHOWN)

    def has_looked(self, uri: str) -> bool:
        """Whether it is known what there is about a document."""
        return canonical_uri(uri) in self._known

    def known(self, uri: str) -> Sequence[StoredExplanation]:
        """What there is about a document, as far as it was looked at."""
        return tuple(self._known.get(canonical_uri(uri), {}).values())

    async def look(self, uri: str) -> None:
        """See what this and other servers have kept about a document; 1 s at most."""
        reading = asyncio.ensure_future(asyncio.to_thread(self._store.of, uri))
        await asyncio.wait([reading], timeout=_READING_S)
        known: dict[str, StoredExplanation] = self._known.setdefault(canonical_uri(uri), {})
        for record in reading.result() if reading.done() else ():
            before = known.get(record.question)
            if before is None or before.saved_s <= record.saved_s:
                known[record.question] = record

    async def recall(self, question: CodeQuestion, gather: GatherAround, n_lines: CountLines) -> str | None:
        """The answer that this question had as Markdown, if all stands that it was about.

        None too where that answer was given again the last time: then another one is wanted.
        """
        await self.look(question.snapshot.uri)
        found = next((each for each in self.known(question.snapshot.uri) if answers(each, question)), None)
        if found is None:
            return None
        background = await gather(question.snapshot, question.part)
        now = await asyncio.to_thread(signatures_of, question, background)
        place = canonical_uri(found.uri), found.question
        if place in self._shown_again:
            del self._shown_again[place]
            self._n_again[place] = self._n_again.get(place, 0) + 1
            return None
        if not stand(found.signatures, now):
            return None
        self._shown_again[place] = None
        references = references_of(found, question, background, n_lines)
        given = given_again(found, question.code, references).rstrip()
        return f"{given}\n\n*Remembered from {date_of(found)}; ask again for a new one.*\n"

    def n_again(self, question: CodeQuestion) -> int:
        """How often another answer than the remembered one was wanted."""
        place = canonical_uri(question.snapshot.uri), key_of(question)
        return self._n_again.get(place, 0)

    async def take(self, gateway: Gateway, question: CodeQuestion, answered: Answered) -> StoredExplanation:
        """Have an answer at hand, with placeholders in the place of secrets whatever the settings say."""
        messages = Message("user", question.code), Message("assistant", restored(answered))
        prompt = Prompt(messages, "explain", max_tokens=1, temperature=0.0)
        redacted = await gateway.redactor.redact(prompt)
        code, text = (message.content for message in redacted.prompt.messages)
        record = await asyncio.to_thread(record_of, question, answered, (code, text), redacted.placeholders)
        uri = canonical_uri(record.uri)
        known: dict[str, StoredExplanation] = self._known.setdefault(uri, {})
        known[record.question] = record
        self._shown_again.pop((uri, record.question), None)
        return record

    async def keep(self, record: StoredExplanation) -> None:
        """Have it at hand for later and for other servers too."""
        try:
            await asyncio.to_thread(self._store.keep, record)
        except SettingsError as error:
            logger.info("%s", error)

    async def forget(self, uri: str) -> None:
        """Keep nothing about a document, which must not leave the machine."""
        self._known.pop(canonical_uri(uri), None)
        await asyncio.to_thread(self._store.drop, uri)
