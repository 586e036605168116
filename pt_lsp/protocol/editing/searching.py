"""When to look for text that was lost; refuses to know what is looked for."""

from collections.abc import Callable, Sequence

from pt_lsp.documents.change import Change
from pt_lsp.protocol.throttle import Throttle

_EVERY_S = 0.5
"""While much is pasted: a long document takes milliseconds to look through."""


class Searches:
    """One per session; looks through a document at most twice a second."""

    def __init__(self, look: Callable[[str], None]) -> None:
        """`look` looks through the document of that URI."""
        self._look = look
        self._searches: dict[str, Throttle] = {}

    def changed(self, uri: str, changes: Sequence[Change]) -> None:
        """Lost text may be there again by whatever puts in more than a key does."""
        if any(len(change.text) > 1 for change in changes):
            self.ask(uri)

    def ask(self, uri: str) -> None:
        """Look through the document, now or soon."""
        if uri not in self._searches:
            self._searches[uri] = Throttle(lambda: self._look(uri), _EVERY_S)
        self._searches[uri].ask()

    def hurry(self) -> None:
        """Look now where that was to be done soon: somebody asks."""
        for search in self._searches.values():
            search.hurry()

    def stop(self, *uris: str) -> None:
        """Look no more through these documents, or through any."""
        for uri in uris or tuple(self._searches):
            if search := self._searches.pop(uri, None):
                search.stop()
