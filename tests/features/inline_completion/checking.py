"""The only places of the tests that call the engine and the filters."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pt_lsp.documents.change import Change
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.inline_completion.engine import Engine
from pt_lsp.features.inline_completion.items import Completion
from pt_lsp.features.inline_completion.postprocess.chain import Refiner
from pt_lsp.features.inline_completion.postprocess.item_extent import Extent, extent_at
from pt_lsp.llm.gateway import Gateway, Ledger, RetryPolicy
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.settings.options import CompletionSettings, Settings
from tests.support import notation
from tests.support.running import run
from tests.support.scripted_chat import IN_PROCESS_URL, Live, ScriptedChat, Step, no_key, no_wait, settings

URI = "file:///project/src/app.py"


def snapshot_of(
    text: str, *, language_id: str = "python", version: int = 1, configured: Settings | None = None
) -> Snapshot:
    return Snapshot(URI, language_id, version, Text.of(text), configured or quick())


def quick(base_url: str = IN_PROCESS_URL, **completion: Any) -> Settings:
    """Settings that ask the scripted server at once."""
    options = CompletionSettings(**({"debounce_ms": 0} | completion))
    return Settings(endpoint=settings(base_url).endpoint, completion=options)


@dataclass
class Desk:
    """An engine on a scripted model, over real sockets."""

    engine: Engine
    chat: ScriptedChat
    url: str

    async def ask(
        self, marked: str, *, is_invoked: bool = False, exclusion: str | None = None, **completion: Any
    ) -> list[Completion]:
        """What the engine shows at the cursor of a text in our notation."""
        place = notation.parse(marked)
        snapshot = snapshot_of(place.text, configured=quick(self.url, **completion))

        async def told() -> str | None:
            return exclusion

        return await self.engine.complete(snapshot, place.cursor, is_invoked=is_invoked, exclusion=told())

    def type(self, before: str, after: str) -> None:
        """Tell the engine of the change that leads from one text to the other."""
        old, new = notation.parse(before).text, notation.parse(after).text
        head = _n_alike(old, new)
        tail = _n_alike(old[head:][::-1], new[head:][::-1])
        change = Change(Span(head, len(old) - tail), new[head : len(new) - tail])
        self.engine.changed(snapshot_of(new, configured=quick(self.url)), [change])


def _n_alike(text: str, other: str) -> int:
    pairs = zip(text, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(text), len(other)))


@asynccontextmanager
async def open_desk(*steps: Step | Live | str, grace_s: float = 60, **engine: Any) -> AsyncIterator[Desk]:
    """Fails unless every step was played, and nothing of the engine is left running."""
    chat = ScriptedChat(*steps)
    gateway = Gateway(Ledger(), no_key, retry_policy=RetryPolicy(sleep=no_wait))
    async with chat.serve() as url:
        made = Desk(Engine(gateway, grace_s=grace_s, **engine), chat, url)
        yield made
        await made.engine.aclose()
        await gateway.aclose()
        assert not made.engine._streams._tasks


def accepted(text: str, completion: Completion) -> str:
    return text[: completion.span.start] + completion.text + text[completion.span.end :]


def check(marked: str, reply: str, expected: str | None) -> None:
    """The document after accepting what the engine makes of the reply; None when it shows nothing."""

    async def ask_once() -> list[Completion]:
        async with open_desk(reply) as made:
            return await made.ask(marked)

    completions = run(ask_once())
    shown = [accepted(notation.parse(marked).text, completion) for completion in completions]
    assert shown == ([] if expected is None else [expected])


def refined(marked: str, reply: str, extent: Extent | None = None, language_id: str = "python") -> str:
    """What the filters leave of a reply, whatever the pieces in which it comes."""
    mark = notation.parse(marked)
    place = InsertionPoint(mark.prefix, mark.suffix, language_id)
    span = extent or extent_at(place, "auto")
    texts = {streamed(reply, place, span, size) for size in (1, 2, 3, 5, 8, 13, 21, len(reply) + 1)}
    assert len(texts) == 1, texts
    return texts.pop()


def streamed(reply: str, place: InsertionPoint, extent: Extent, size: int) -> str:
    """The text of an item when the reply comes in pieces of that size and is left once it is complete.

    Fails when what could be shown in the meantime is not the beginning of that text.
    """
    refiner = Refiner(place, extent)
    shown = ""
    for end in range(size, len(reply) + size, size):
        so_far = refiner.refine(reply[:end])
        assert so_far.shown.startswith(shown)
        shown = so_far.shown
        if so_far.is_complete:
            return so_far.text
    whole = refiner.refine(reply, is_final=True).text
    assert whole.startswith(shown)
    return whole
