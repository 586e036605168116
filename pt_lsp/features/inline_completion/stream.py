"""One running reply. It belongs to the text that it foresees, not to the requests that wait for it.

Refuses to know documents' settings, gates and items; the engine decides who waits.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.errors import EmptyReply, PromptTooLong, PtLspError, log_failure
from pt_lsp.features.inline_completion.agreement import Trail, left_of
from pt_lsp.features.inline_completion.asking import Question
from pt_lsp.features.inline_completion.cache import Spot, typed_since
from pt_lsp.llm.gateway import Gateway, Reply, ending_of
from pt_lsp.privacy.restored_text import brings_nothing_in

_log = logging.getLogger(__name__)

_UNFIT = "the reply held a secret of another file, a placeholder that stands for no secret, or no text"
_SHORT = 1_024
"""So many characters are read anew with each delta; a longer reply each time that it has grown by a part."""
_PART = 16


class Stream:
    """Asks at once; ends when one item is complete, on `close`, or `grace_s` after the last waiter left."""

    def __init__(
        self,
        gateway: Gateway,
        snapshot: Snapshot,
        trail: Trail,
        ask: Callable[[], Question],
        *,
        grace_s: float,
    ) -> None:
        """`ask` makes the question for where the trail begins; what it raises is the stream's failure."""
        self.trail = trail
        self.on_contradicted: Callable[[], None] = lambda: None
        self.text = ""
        self._shown = ""
        self.why_empty = "the reply held nothing to insert"
        self.error: PtLspError | None = None
        self.has_ended = False
        self.is_closed = False
        self.question: Question | None = None
        """What was asked."""
        self._ask = ask
        self._grace_s = grace_s
        self._n_waiting = 0
        self._grace: asyncio.TimerHandle | None = None
        self.news: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when more text has come, or the end."""
        self.task = asyncio.create_task(self._run(gateway, snapshot))

    @property
    def origin(self) -> Spot:
        """Where the text begins that it foresees."""
        return self.trail.origin

    def remainder(self, spot: Spot) -> str | None:
        """What of the text so far is still to come at `spot`; None when the two contradict each other."""
        for typed in typed_since(self.origin, spot):
            if self.text.startswith(typed):
                return self.text[len(typed) :]
            if not self.has_ended and typed.startswith(self.text):
                return ""
        return None

    def lines(self, spot: Spot) -> str:
        """The lines still to come at `spot` that are complete; empty as long as there is none to show."""
        return left_of(self.origin, self._shown, spot) or ""

    def is_contradicted(self) -> bool:
        """Whether what was typed is other text wherever the cursor may be."""
        spots = self.trail.spots
        return bool(spots) and all(self.remainder(spot) is None for spot in spots)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While somebody waits, the stream runs; with nobody left it gets the grace time."""
        self._n_waiting += 1
        if self._grace:
            self._grace.cancel()
        try:
            yield
        finally:
            self._n_waiting -= 1
            if not self._n_waiting and not self.has_ended:
                self._grace = asyncio.get_running_loop().call_later(self._grace_s, self.close)

    def close(self) -> None:
        """End it now; the HTTP stream closes as the task unwinds."""
        if self._grace:
            self._grace.cancel()
        self.is_closed = not self.has_ended
        self.task.cancel()

    async def _run(self, gateway: Gateway, snapshot: Snapshot) -> None:
        try:
            try:
                await self._read(gateway, snapshot)
            except PromptTooLong:
                await self._read(gateway, snapshot)  # how much the model takes is known now
        except EmptyReply as error:
            self.text, self.why_empty = "", str(error)
        except PtLspError as error:
            # It is kept, and its frames hold the text of the document.
            self.error = error.with_traceback(None)
        except Exception as error:  # noqa: BLE001 - nobody has asked for it: it must not fail
            self.error = log_failure(_log, "Inline completion", error)
        finally:
            self.has_ended = True
            self._tell()

    async def _read(self, gateway: Gateway, snapshot: Snapshot) -> None:
        self.question = question = self._ask()
        raw, place = "", question.place
        async with gateway.open(question.prompt, snapshot.settings) as reply:
            # What reads a reply is loaded while the first one is on its way.
            from pt_lsp.features.inline_completion.postprocess.chain import Refiner
            from pt_lsp.replies.asides.reasoning import ONLY_THOUGHT, ReasoningFilter

            reasoning = ReasoningFilter(place.prefix + place.suffix, is_in_words=place.is_in_words)
            refiner = Refiner(place, question.extent)
            n_due = 0
            async for delta in reply:
                raw += reasoning.push(delta)
                if len(raw) < n_due:
                    continue
                n_due = len(raw) + len(raw) // _PART if len(raw) > _SHORT else 0
                refined = refiner.refine(raw)
                if not self._offer(refined.text, refined.shown, reply, snapshot):
                    return
                if self.is_contradicted():
                    # What was typed before these words came is other than they foresee.
                    self.on_contradicted()
                    self.close()
                if refined.is_complete:
                    return
                self._tell()
            ending = ending_of(reply.finish_reason)
            whole = refiner.refine(raw + reasoning.finish(), is_final=True).text
            if not self._offer(whole, self._shown, reply, snapshot):
                return
            if reasoning.is_open:
                self.why_empty = ONLY_THOUGHT
            if ending == "unknown" or (ending == "cut" and "\n" in self.text):
                self.text = self.text.rpartition("\n")[0].rstrip()
                self.why_empty = "the reply broke off in its first line"

    def _offer(self, text: str, shown: str, reply: Reply, snapshot: Snapshot) -> bool:
        """Have the text be what is foreseen, unless it would bring in what belongs to no document."""
        secrets = reply.placeholders.secrets.values()
        if brings_nothing_in(text, secrets, lambda: str(snapshot.text)):
            self.text, self._shown = text, shown
            return True
        self.text, self._shown, self.why_empty = "", "", _UNFIT
        return False

    def _tell(self) -> None:
        news, self.news = self.news, asyncio.get_running_loop().create_future()
        news.set_result(None)
