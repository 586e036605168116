"""Tests from request to text: drafts of the region from a file's imports to where its new tests end.

The model writes new tests and nothing else; `insertion` says how the file reads with them.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from pt_lsp.context.background import Background, GatherAround
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.write_tests import WRITE_TESTS
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.features.edit.test_writing.insertion import Insertion, insertion_into
from pt_lsp.features.edit.test_writing.tested import CodeToTest
from pt_lsp.features.edit.test_writing.wording import beside_tests, instruction_for_tests
from pt_lsp.llm.gateway import Gateway, ToolOffer

_WITH_MACROS = frozenset({"c", "cpp", "objective-c", "objective-cpp"})
_CASE = re.compile(r"\b[A-Z][A-Z_]{3,40}\((?:[^()\"\n]|\"[^\"\n]*+\")*+\)\s*+\{")
"""`TEST_CASE("it adds") {`, which is a function to whoever knows the macro, and an error to the grammar."""
_MOST_STREAMED = 60_000
"""Characters of a region; a longer one is compared as a whole, once, at the end."""


def request_for_tests(document: Snapshot, tested: CodeToTest) -> EditRequest:
    """Tests of some code in a document, which may be empty. Parses it: best asked in a thread."""
    region = insertion_into(document.text, document.language_id, tested.names).region
    title = WRITE_TESTS.titled(None)
    return EditRequest(document, region, WRITE_TESTS.worded(None), title, WRITE_TESTS, tested=tested)


async def write_tests(
    gateway: Gateway,
    request: EditRequest,
    tested: CodeToTest,
    gather: GatherAround,
    offer: ToolOffer | None = None,
) -> AsyncGenerator[Draft]:
    """Drafts of all of the region; the last one is whole. `offer` is what may be looked up.

    Raises EditRefused, UnusableReply or a ModelError. Closing the generator closes the HTTP stream.
    """
    document = request.snapshot
    insertion, inner = await asyncio.to_thread(inner_request, request, tested)

    async def around(_snapshot: Snapshot, _region: Span) -> Background:
        """What the code uses, and the rules for the file of its tests."""
        used = await gather(tested.source, tested.span)
        own = await gather(document, insertion.region)
        related = tuple(each for each in used.related if each.path not in {own.path, tested.path})
        return replace(own, related=related)

    is_streamed = len(insertion.region) <= _MOST_STREAMED
    last = Draft(insertion.region_with(""))
    async with aclosing(rewrite(gateway, inner, around, offer)) as drafts:
        async for draft in drafts:
            last = replace(draft, text=insertion.region_with(draft.text), is_beginning=False)
            if is_streamed:
                yield last
    if not is_streamed:
        yield last


def inner_request(request: EditRequest, tested: CodeToTest) -> tuple[Insertion, EditRequest]:
    """Where the tests go, and the request for the text that goes there."""
    document = request.snapshot
    insertion = insertion_into(document.text, document.language_id, tested.names)
    text, gap = insertion.opened

    def reading(new: str) -> Text:
        text = insertion.text_with(new)
        return (
            Text.of(_CASE.sub("void test() {", str(text))) if document.language_id in _WITH_MACROS else text
        )

    inner = replace(
        request,
        snapshot=replace(document, text=text),
        region=gap,
        instruction=instruction_for_tests(request.instruction, tested, document, insertion),
        beside=beside_tests(tested, document),
        reading=reading,
    )
    return insertion, inner
