"""Takes what the worker has found into the index, on the event loop, where the index is asked."""

import asyncio
import gc
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from pt_lsp.context.index import Index
from pt_lsp.project.index_worker import FileFinding, Known

T = TypeVar("T")

_TURN_S = 0.002
"""What the event loop gives to this before it looks at other things."""
_FREEZE_EVERY = 50
"""Files; the collector walks through all that lives and holds the loop for it, 300 ms for 2,000 files."""


class Intake:
    """Owns what is known of files on disk; `open_paths` are those of which the editor has the text."""

    def __init__(self, index: Index, open_paths: Container[str]) -> None:
        self.known: dict[str, Known] = {}
        self._index = index
        self._open_paths = open_paths
        self._n_frozen = 0

    @property
    def n_indexed(self) -> int:
        """How many files on disk are in the index."""
        return sum(left_out is None for _, _, left_out in self.known.values())

    async def take_all(self, findings: Sequence[FileFinding]) -> None:
        """What the disk says about many files, with pauses for other work."""
        await _in_turns(self._take, chain.from_iterable(map(self._with_below, findings)))
        self._freeze()

    def _with_below(self, finding: FileFinding) -> Iterator[FileFinding]:
        """With what is known below a folder, where one was in the file's place."""
        path = finding.path
        if finding.known is None and not finding.is_gone and path not in self.known:
            yield from [FileFinding(known) for known in self.known if known.startswith(f"{path}/")]
        yield finding

    def _take(self, finding: FileFinding) -> None:
        """What the disk says about one path, which counts while the editor says nothing."""
        path = finding.path
        if path in self._open_paths or (finding.is_gone and self.known.get(path) != finding.known):
            return
        if finding.known is None or finding.is_gone:
            self.known.pop(path, None)
        else:
            self.known[path] = finding.known
        self._put(finding)

    def take_document(self, finding: FileFinding) -> None:
        """What the editor's text says, unless the document was closed meanwhile."""
        if finding.path in self._open_paths:
            self.known.pop(finding.path, None)
            self._put(finding)

    def drop(self, path: str) -> None:
        """Forget what an editor's text has said."""
        self._index.remove(path)

    @property
    def is_withheld(self) -> bool:
        """Whether nothing of the index is shown, because it still holds what must not be."""
        return self._index.is_withheld

    @is_withheld.setter
    def is_withheld(self, is_so: bool) -> None:
        self._index.is_withheld = is_so

    async def let_go(self, paths: Iterable[str]) -> None:
        """Forget files, as if they had never been looked at, with pauses for other work."""

        def forget(path: str) -> None:
            self.known.pop(path, None)
            self._index.remove(path)

        await _in_turns(forget, paths)

    def _put(self, finding: FileFinding) -> None:
        if finding.facts is not None:
            self._index.put(finding.facts)
        elif finding.config is None or finding.path in self._index:
            self._index.remove(finding.path)
        if finding.config is not None:
            self._index.set_config(finding.path, finding.config)

    def _freeze(self) -> None:
        """Spare the collector what is not garbage; what the index drops is freed as ever, by its count.

        What was garbage by then would stay for good, so that is collected first: some 5 ms. Circles of what
        runs at that moment stay too: only an index that is larger than ever is worth that.
        """
        if len(self.known) - self._n_frozen >= _FREEZE_EVERY:
            self._n_frozen = len(self.known)
            gc.collect()
            gc.freeze()


async def _in_turns(take: Callable[[T], None], items: Iterable[T]) -> None:
    turn_ends_s = time.monotonic() + _TURN_S
    for item in items:
        take(item)
        if time.monotonic() > turn_ends_s:
            await asyncio.sleep(0)
            turn_ends_s = time.monotonic() + _TURN_S
