"""An edit from request to text: asks the model and yields drafts of the new text while it streams.

Refuses to know how the text gets into the document.
"""

from collections.abc import AsyncGenerator

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.place import Place
from pt_lsp.features.edit.prompt import build_prompt
from pt_lsp.features.edit.reply import ReplyReader
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.llm.gateway import Gateway


async def rewrite(gateway: Gateway, request: EditRequest) -> AsyncGenerator[Draft]:
    """Drafts of the region's new text; the last one is whole.

    Raises EditRefused, UnusableReply or a ModelError. Closing the generator closes the HTTP stream.
    """
    place = Place(request)
    reader = ReplyReader(place.original, place.language_id)
    n_known = 1  # one line cannot tell how the others are indented
    async with gateway.open(build_prompt(request), request.snapshot.settings) as stream:
        async for delta in stream:
            reading = reader.push(delta)
            if reading is None:
                continue
            if reading.is_patched:
                yield place.whole(reading)
            elif len(reading.lines) > n_known:
                n_known = len(reading.lines)
                yield place.beginning(reading.lines)
        if stream.finish_reason == "length":
            raise UnusableReply("The reply was cut at its length limit; select less code or ask for less.")
    yield place.whole(reader.finish())
