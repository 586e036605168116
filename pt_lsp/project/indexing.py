"""Keeps the workspace index true: decides what is looked at next, and hands over what was found.

All reading and analysing happens in one thread (`index_worker`), a few milliseconds' worth at a time; the
event loop only takes over finished results. Refuses to run a timer while nothing happens: docs/decisions/
0008-sweeping-instead-of-watching.md.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pt_lsp.documents.change import Change
from pt_lsp.documents.listener import DocumentListener
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.uris import path_of, path_or_uri
from pt_lsp.errors import log_failure
from pt_lsp.project.index_rules import Rules, left_out, rules_for, rules_in_force
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.ignoring import IgnoreTree
from pt_lsp.workspace.skip_reasons import ENDS_OF_A_WALK, Skips, summary

if TYPE_CHECKING:
    # Loaded in the thread, to keep the start short.
    from pt_lsp.context.index import Index
    from pt_lsp.project.index_intake import Intake
    from pt_lsp.project.index_worker import IndexWorker, Sweep

logger = logging.getLogger(__name__)
T = TypeVar("T")

_TYPING_ENDS_S = 0.5
_SWEEP_EVERY_S = 10.0
_SWEEP_WHERE_TOLD_EVERY_S = 30.0
"""Editors lose events when there are many, and tell nothing of ignore files above what is open."""
_URGENT_SWEEP_EVERY_S = 0.5
_REST = 50
_URGENT_REST = 10
"""Between two sweeps lies at least so many times what the walk takes."""
_NEAR_DOCUMENTS = 8
_IGNORE_FILES = frozenset({".gitignore", "exclude"})


class Indexing(DocumentListener):
    """Owns the worker thread and all that is pending."""

    def __init__(
        self,
        load_index: "Callable[[], Index]",
        settings_for: Callable[[Path | None], Settings],
        ignore_tree: IgnoreTree,
    ) -> None:
        """`load_index` gives the index, and is called in the thread."""
        self.begins_after_s = 0.0
        """How long the first document waits, so that loading is not in the way of what is asked with it."""
        self.skipped = Skips()
        """Why files are left out, as of the last sweep."""
        self.is_told_of_changes = False
        """Whether the editor watches the disk for us."""
        self._load_index = load_index
        self._settings_for = settings_for
        self._ignore_tree = ignore_tree
        self._rules: Rules = ()
        self._folders: list[Path] = []
        self._open: dict[str, Snapshot] = {}
        self._loaded: tuple[IndexWorker, Intake] | None = None
        self._executor = ThreadPoolExecutor(1, "pt-lsp index")
        self._documents: dict[str, None] = {}
        self._left_out: set[str] = set()
        self._paths: dict[str, None] = {}
        self._is_sweep_due = False
        self._sweep: Sweep | None = None
        self._last_sweep: Sweep | None = None
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._task: asyncio.Task[None] | None = None
        self._quiet = asyncio.Event()
        self._quiet.set()

    def folders_changed(self, folders: Sequence[Path]) -> None:
        """These are the workspace folders now; nothing is looked at before a document is open."""
        self._folders = list(folders)
        self.stirred()

    def opened(self, snapshot: Snapshot) -> None:
        """The editor has a document's text now, which counts before the disk's."""
        path = path_or_uri(snapshot.uri)
        self._open[path] = snapshot
        self._analyse(path)
        self.stirred()
        if not ENDS_OF_A_WALK.isdisjoint(self.skipped):
            # What is near is another now, and only that is indexed.
            self.disk_changed()

    def changed(self, snapshot: Snapshot, changes: Sequence[Change]) -> None:  # noqa: ARG002 - the text says all
        """The text is another; it is analysed when the typing pauses."""
        path = path_or_uri(snapshot.uri)
        if path in self._open:
            self._open[path] = snapshot
            self._start_timer(path, _TYPING_ENDS_S, lambda: self._analyse(path))

    def closed(self, uri: str) -> None:
        """The disk's text counts again."""
        file, path = path_of(uri), path_or_uri(uri)
        if self._open.pop(path, None) is None:
            return
        if timer := self._timers.pop(path, None):
            timer.cancel()
        if self._loaded is not None:
            worker, intake = self._loaded
            intake.drop(path)
            self._executor.submit(worker.forget, path)
        self.files_changed([] if file is None else [file])

    def files_changed(self, paths: Sequence[Path]) -> None:
        """These came, changed or went on the disk."""
        inside = [path for path in paths if self._rules and rules_for(path, self._rules).takes_from_disk]
        if any(path.name in _IGNORE_FILES for path in inside):
            self.disk_changed()
        else:
            self._paths.update(dict.fromkeys(map(str, inside)))
        self._wake()

    def disk_changed(self) -> None:
        """More than can be told; it is looked at soon, but not again and again while a build runs."""
        if self._rules and "" not in self._timers:
            self._start_timer(
                "", max(self._rest_left_s(_URGENT_SWEEP_EVERY_S, _URGENT_REST), 0.0), self._sweep_now
            )

    def stirred(self) -> None:
        """The user does something: see whether settings are others now, or the disk is to be looked at."""
        if not self._open and not self._rules:
            return
        rules = rules_in_force(self._folders, self._settings_for)
        if rules != self._rules:
            self._rules = rules
            self._let_go()
            self._sweep = self._last_sweep = None
            self._documents.update(dict.fromkeys(self._open))
            self._sweep_now()
        elif self._rest_left_s(_SWEEP_WHERE_TOLD_EVERY_S if self.is_told_of_changes else _SWEEP_EVERY_S) <= 0:
            self._sweep_now()

    async def settled(self) -> None:
        """Return once nothing is pending."""
        await self._quiet.wait()

    async def aclose(self) -> None:
        """End at once, whatever is pending."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _let_go(self) -> None:
        """What settings leave out from now on is shown no more; a sweep would take its time."""
        if self._loaded is not None:
            _worker, intake = self._loaded
            intake.is_withheld = True

    @property
    def _is_waited_for(self) -> bool:
        is_withheld = self._loaded is not None and self._loaded[1].is_withheld
        return bool(is_withheld or self._documents or self._paths or self._sweep or self._is_sweep_due)

    def _analyse(self, path: str) -> None:
        self._documents[path] = None
        self._wake()

    def _rest_left_s(self, every_s: float, rest: int = _REST) -> float:
        """How long no sweep is due yet, if one is due so often; a sweep that takes long comes less often."""
        if self._sweep is not None or self._last_sweep is None:
            return every_s
        rest_s = max(every_s, rest * self._last_sweep.took_s)
        return self._last_sweep.ended_s + rest_s - time.monotonic()

    def _sweep_now(self) -> None:
        self._is_sweep_due = True
        self._wake()

    def _start_timer(self, name: str, wait_s: float, then: Callable[[], None]) -> None:
        def run() -> None:
            del self._timers[name]
            then()

        if timer := self._timers.get(name):
            timer.cancel()
        self._timers[name] = asyncio.get_running_loop().call_later(wait_s, run)
        self._quiet.clear()

    def _wake(self) -> None:
        if self._task is None:
            self._quiet.clear()
            self._task = asyncio.create_task(self._work())
            self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if not task.cancelled() and (error := task.exception()):
            log_failure(logger, "A step of indexing", error)
        if not task.cancelled() and self._is_waited_for:
            self._wake()
        elif not self._timers:
            self._quiet.set()

    async def _work(self) -> None:
        """What matters most to somebody who is typing now comes first."""
        if self._loaded is None and self._is_waited_for:
            await asyncio.sleep(self.begins_after_s)
            self._loaded = await self._in_thread(self._load)
        while self._loaded is not None:
            worker, intake = self._loaded
            if intake.is_withheld:
                await self._let_go_of(intake)
            elif self._documents:
                await self._look_at_document(_pop_first(self._documents), worker, intake)
            elif self._paths and self._last_sweep is not None:  # the last walk was by the rules of now
                await self._look_at_path(_pop_first(self._paths), worker, intake)
            elif self._sweep is not None:
                await self._go_on_sweeping(self._sweep, intake)
            elif self._is_sweep_due:
                self._is_sweep_due = False
                await self._judge_documents_again(worker)
                self._sweep = self._begin_sweep(worker, intake)
            else:
                return

    def _load(self) -> "tuple[IndexWorker, Intake]":
        from pt_lsp.project.index_intake import Intake
        from pt_lsp.project.index_worker import IndexWorker

        return IndexWorker(self._open.__contains__, self._ignore_tree), Intake(self._load_index(), self._open)

    async def _let_go_of(self, intake: "Intake") -> None:
        kept = {**dict.fromkeys(intake.known, False), **dict.fromkeys(self._open, True)}
        rules = self._rules
        await intake.let_go(await self._in_thread(lambda: left_out(kept, rules)))
        intake.is_withheld = rules is not self._rules

    async def _look_at_document(self, path: str, worker: "IndexWorker", intake: "Intake") -> None:
        if snapshot := self._open.get(path):
            rules = self._rules
            finding = await self._in_thread(lambda: worker.analyse_document(snapshot, rules))
            intake.take_document(finding)
            (self._left_out.discard if finding.facts else self._left_out.add)(path)

    async def _look_at_path(self, path: str, worker: "IndexWorker", intake: "Intake") -> None:
        finding = await self._in_thread(lambda: worker.look(path))
        if finding is None:
            self.disk_changed()
        else:
            await intake.take_all([finding])

    async def _judge_documents_again(self, worker: "IndexWorker") -> None:
        """A `.gitignore` or a link may say otherwise now, though nobody types in them."""
        judged, rules = dict(self._open), self._rules
        left_out = await self._in_thread(
            lambda: {path for path, snapshot in judged.items() if worker.is_left_out(snapshot, rules)}
        )
        self._left_out &= self._open.keys()
        self._documents.update(dict.fromkeys(left_out ^ self._left_out))

    def _begin_sweep(self, worker: "IndexWorker", intake: "Intake") -> "Sweep":
        open_paths = [path for snapshot in self._open.values() if (path := snapshot.path)]
        near = [path.parent for path in open_paths[-_NEAR_DOCUMENTS:]]
        return worker.sweep(self._rules, near, dict(intake.known))

    async def _go_on_sweeping(self, sweep: "Sweep", intake: "Intake") -> None:
        found = await self._in_thread(sweep.next_slice)
        if sweep is not self._sweep:  # the rules are others now
            return
        await intake.take_all(found)
        if sweep.is_over and sweep is self._sweep:
            self._sweep = None
            self.skipped = sweep.skipped
            if self._last_sweep is None:
                logger.info("Files indexed: %d; left out: %s", intake.n_indexed, summary(sweep.skipped))
            self._last_sweep = sweep

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)


def _pop_first(waiting: dict[str, None]) -> str:
    first = next(iter(waiting))
    del waiting[first]
    return first
