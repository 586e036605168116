"""Different texts for one place, for a user who asks again without having typed."""

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from cachetools import LRUCache

from pt_lsp.features.inline_completion.cache import Spot
from pt_lsp.features.inline_completion.request import Request
from pt_lsp.features.inline_completion.stream import Stream

_MORE = 2
_PLACES = 32
_COMMENT = re.compile(r"(^[ \t]*|[ \t]{2}|[;{}] )(?:#|//)\s.*$", re.MULTILINE)
_STYLE = re.compile(r"[\s;,]+")


@dataclass(slots=True)
class _Asked:
    streams: list[Stream] = field(default_factory=list)
    """Those whose texts are still to come."""
    n_streams: int = 0
    """How many there were in all."""
    texts: list[str] | None = None


class Candidates:
    """What further texts were found at the places where they were asked for last."""

    def __init__(self) -> None:
        self._asked: LRUCache[Spot, _Asked] = LRUCache(_PLACES)

    async def others(
        self, request: Request, text: str, make_stream: Callable[[int], Stream], *, is_shown: bool
    ) -> list[str]:
        """Texts that differ from `text`: none at first, unless it `is_shown` already, else up to two more.

        The model is asked for them once; `make_stream` gets the number of each, from 1. Raises Overtaken;
        what runs then goes on for a while, and whoever asks again waits for the same.
        """
        asked: _Asked | None = self._asked.get(request.spot)
        if asked is None:
            asked = self._asked[request.spot] = _Asked()
            if not is_shown:
                return []
        if asked.texts is None:
            running = [stream for stream in asked.streams if not stream.is_closed]
            numbers = range(asked.n_streams + 1, asked.n_streams + 1 + _MORE - len(running))
            asked.n_streams += len(numbers)
            asked.streams = [*running, *map(make_stream, numbers)]
            await _end_of(asked.streams, request)
            if any(stream.is_closed for stream in asked.streams):
                return []
            asked.texts = [stream.text for stream in asked.streams if stream.error is None]
            asked.streams = []
        different = [text]
        for found in asked.texts:
            if found.strip() and all(differs(found, other) for other in different):
                different.append(found)
        return different[1:]

    def forget(self, uri: str) -> None:
        """Drop what was found in a document."""
        for spot in [spot for spot in self._asked if spot.uri == uri]:
            del self._asked[spot]


async def _end_of(streams: Sequence[Stream], request: Request) -> None:
    with ExitStack() as waiting:
        for stream in streams:
            waiting.enter_context(stream.waiting())
        pending: set[asyncio.Future[None]] = {stream.task for stream in streams}
        while pending:
            done, _ = await asyncio.wait({*pending, request.overtaken}, return_when=asyncio.FIRST_COMPLETED)
            request.check()
            pending -= done


def differs(one: str, other: str) -> bool:
    """Whether the texts say different things, and neither is only the beginning of the other.

    Knows no grammar: what differs only in style is the same text to a person who has to choose.
    """
    short, long = sorted((_normalised(one), _normalised(other)), key=len)
    return not long.startswith(short)


def _normalised(text: str) -> str:
    """The text without what style alone decides: comments, blanks, separators at will, the kind of quotes."""
    return _STYLE.sub("", _COMMENT.sub(r"\1", text)).replace("'", '"')
