"""Different texts for one place, for a user who asks again without having typed."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from pt_lsp.features.inline_completion.cache import Spot
from pt_lsp.features.inline_completion.request import Request
from pt_lsp.features.inline_completion.stream import Stream

_MORE = 2
_DOCUMENTS = 16
_COMMENT = re.compile(r"(^[ \t]*|[ \t]{2}|[;{}] )(?:#|//)\s.*$", re.MULTILINE)
_STYLE = re.compile(r"[\s;,]+")


@dataclass(slots=True)
class _Asked:
    spot: Spot
    texts: list[str]
    is_complete: bool = False


class Candidates:
    """What was found at the place of the last request in each document."""

    def __init__(self) -> None:
        self._asked: LRUCache[str, _Asked] = LRUCache(_DOCUMENTS)

    async def others(self, request: Request, text: str, make_stream: Callable[[], Stream]) -> list[str]:
        """Texts that differ from `text`: none at first, up to two more when the same place is asked again.

        Raises Overtaken. The model is asked for them once.
        """
        asked: _Asked | None = self._asked.get(request.snapshot.uri)
        if asked is None or asked.spot != request.spot:
            self._asked[request.snapshot.uri] = _Asked(request.spot, [text])
            return []
        if not asked.is_complete:
            for found in await self._ask(request, make_stream):
                if found.strip() and all(differs(found, other) for other in asked.texts):
                    asked.texts.append(found)
            asked.is_complete = True
        return [other for other in asked.texts if differs(other, text)]

    def forget(self, uri: str) -> None:
        """Drop what was found in a document."""
        self._asked.pop(uri, None)

    async def _ask(self, request: Request, make_stream: Callable[[], Stream]) -> list[str]:
        streams = [make_stream() for _ in range(_MORE)]
        try:
            pending: set[asyncio.Future[None]] = {stream.task for stream in streams}
            while pending:
                done, _ = await asyncio.wait(
                    {*pending, request.overtaken}, return_when=asyncio.FIRST_COMPLETED
                )
                request.check()
                pending -= done
        finally:
            for stream in streams:
                stream.close()
        return [stream.text for stream in streams if stream.error is None]


def differs(one: str, other: str) -> bool:
    """Whether the texts say different things, and neither is only the beginning of the other.

    Knows no grammar: what differs only in style is the same text to a person who has to choose.
    """
    short, long = sorted((_normalised(one), _normalised(other)), key=len)
    return not long.startswith(short)


def _normalised(text: str) -> str:
    """The text without what style alone decides: comments, blanks, separators at will, the kind of quotes."""
    return _STYLE.sub("", _COMMENT.sub(r"\1", text)).replace("'", '"')
