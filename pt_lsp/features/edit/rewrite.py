"""An edit from request to text: asks the model and yields drafts of the new text while it streams.

Refuses to know how the text gets into the document.
"""

from collections.abc import AsyncGenerator

from pt_lsp.context.excerpt import plain
from pt_lsp.documents.span import Span
from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.indentation import indentation_of, reindent
from pt_lsp.features.edit.prompt import build_prompt
from pt_lsp.features.edit.reply import final_lines, known_lines
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.surroundings import without_surroundings
from pt_lsp.llm.gateway import Gateway

_NEAR_CHARACTERS = 4000


async def rewrite(gateway: Gateway, request: EditRequest) -> AsyncGenerator[Draft]:
    """Drafts of the region's new text; the last one is whole.

    Raises EditRefused, UnusableReply or a ModelError. Closing the generator
    closes the HTTP stream.
    """
    place = _Place(request)
    language_id = request.snapshot.language_id
    reply = ""
    n_known = 1  # one line cannot tell how the others are indented
    async with gateway.open(build_prompt(request), request.snapshot.settings) as stream:
        async for delta in stream:
            reply += delta
            if "\n" not in delta:
                continue
            lines = known_lines(reply, place.original, language_id)
            if len(lines) > n_known:
                n_known = len(lines)
                yield Draft(place.fit(lines) + place.line_end, is_beginning=True)
        if stream.finish_reason == "length":
            raise UnusableReply("The reply was cut at its length limit; select less code or ask for less.")
    yield Draft(place.finish(final_lines(reply, place.original, language_id)))


class _Place:
    """What the document wants of new text in the region: indentation, line ends, nothing twice."""

    def __init__(self, request: EditRequest) -> None:
        text, region = request.snapshot.text, request.region
        self.original = plain(text.slice(region))
        self.line_end = text.line_end
        self._shape = request.shape
        self._before = plain(text.slice(Span(max(0, region.start - _NEAR_CHARACTERS), region.start)))
        self._after = plain(text.slice(Span(region.end, min(len(text), region.end + _NEAR_CHARACTERS))))

    def fit(self, lines: list[str]) -> str:
        """The lines as text, indented and ended as is due here."""
        if self._shape == "lines":
            lines = without_surroundings(lines, self._before, self.original, self._after)
        model = self.original.split("\n") if self._shape == "lines" else self._after.split("\n")[:1]
        # An empty line says nothing about indentation, and inside a line there is none to set.
        if self._shape != "inline" and any(model):
            lines = reindent(
                lines, model if any(map(str.strip, model)) else self._around(), indentation_of(model)
            )
        return self.line_end.join(lines)

    def finish(self, lines: list[str]) -> str:
        """The whole new text, with the last line ends that the region had or that whole lines need."""
        n_ends = len(self.original) - len(self.original.rstrip("\n")) if self.original.strip() else 0
        return self.fit(lines) + self.line_end * (1 if self._shape == "lines before" else n_ends)

    def _around(self) -> list[str]:
        return [*self._before.split("\n")[1:], *self._after.split("\n")[:-1]]
