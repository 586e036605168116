"""Actions answered by the embedded model: `python -m tests.benchmarks.bench_recipes [N] [SECONDS]`.

N real functions in six languages, each with `document`, `implement` (its stub), `simplify` and `addTypes`,
one after another until the time is up. A small model makes every mistake there is; what counts is what
becomes of them: whole, with a warning, refused, or none of these (aim: 0). Prints beside that how often code
changed where only documentation may (aim: never), how many answers broke the syntax untold (aim:
0), and whether anything outside of the region changed (aim: never).
"""

import asyncio
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from itertools import islice, zip_longest

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import PtLspError
from pt_lsp.features.edit.actions.table import BY_ID
from pt_lsp.features.edit.checks.code_stays import read
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest, edit_request
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.features.edit.syntax_check import judge
from pt_lsp.llm.gateway import Gateway, Ledger, Prompt, Reply
from pt_lsp.local_model import LocalModel
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key
from pt_lsp.syntax.languages import language_of
from pt_lsp.syntax.outline import Definition, outline
from tests.support.scripted_chat import settings as settings_for
from tests.support.shared_data import shared_data

ACTIONS = ("document", "implement", "simplify", "addTypes")
FEWEST_LINES, MOST_LINES = 3, 12
PATIENCE_S = 60.0
BUDGET_TOKENS, REPLY_TOKENS = 1_200, 200
"""A small model reads slowly, and finds no end."""
ROW = "{:<10} {:>6} {:>6} {:>7} {:>8} {:>8} {:>9} {:>12} {:>12} {:>9}"
HEAD = (
    "action",
    "asked",
    "whole",
    "warned",
    "refused",
    "too slow",
    "crashed",
    "code changed",
    "untold error",
    "outside",
)


def main() -> None:
    n_functions = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 290.0
    asyncio.run(_run(n_functions, seconds))


async def _run(n_functions: int, seconds: float) -> None:
    counts = {action: Counter[str]() for action in ACTIONS}
    until_s = time.monotonic() + seconds
    async with LocalModel.start() as model:

        async def key(_: Settings) -> Key | None:
            return Key(model.key)

        gateway = BriefGateway(Ledger(), key)
        for snapshot, offset, action in islice(
            _places(settings_for(model.base_url)), n_functions * len(ACTIONS)
        ):
            if (left_s := until_s - time.monotonic()) <= 0:
                break
            request = edit_request(snapshot, BY_ID[action], Span(offset, offset))
            counts[action].update(["asked", *await _outcome(gateway, request, min(left_s, PATIENCE_S))])
        await gateway.aclose()
    print(ROW.format(*HEAD))
    for action, found in counts.items():
        print(ROW.format(action, *(found[each] for each in HEAD[1:])))


class BriefGateway(Gateway):
    """Has answers cut early; they are asked to go on."""

    @asynccontextmanager
    async def open(self, prompt: Prompt, settings: Settings) -> AsyncIterator[Reply]:
        async with super().open(replace(prompt, max_tokens=REPLY_TOKENS), settings) as reply:
            yield reply


async def _outcome(gateway: Gateway, request: EditRequest, patience_s: float) -> list[str]:
    """What became of one action, in the words of the table's head."""
    try:
        async with asyncio.timeout(patience_s), aclosing(rewrite(gateway, request)) as drafts:
            draft = [each async for each in drafts][-1]
    except PtLspError:
        return ["refused"]
    except TimeoutError:
        return ["too slow"]
    except Exception as error:  # noqa: BLE001 - what this looks for
        print(f"{request.recipe.id}, {request.snapshot.uri}: {error!r}")
        return ["crashed"]
    return ["warned" if draft.warning else "whole", *_faults(request, draft)]


def _faults(request: EditRequest, draft: Draft) -> Iterator[str]:
    text, region = request.snapshot.text, request.region
    after = str(text.replace(region, draft.text))
    before, behind = str(text)[: region.start], str(text)[region.end :]
    if not (after.startswith(before) and after.endswith(behind)):
        yield "outside"
    if judge(request, draft.text).n_added > 0 and not draft.warning:
        yield "untold error"
    if request.recipe.id == "document":
        old, new = read(request, text.slice(region)), read(request, draft.text)
        if old is None or new is None or old.tokens != new.tokens:
            yield "code changed"


def _places(settings: Settings) -> Iterator[tuple[Snapshot, int, str]]:
    """Functions of all languages in turn, each with each action."""
    by_language: dict[str, list[dict[str, dict[str, str]]]] = {}
    with gzip.open(shared_data() / "functions" / "polyglot.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            by_language.setdefault(row["language"], []).append(row)
    for row in (row for turn in zip_longest(*by_language.values()) for row in turn if row is not None):
        found = {action: _place(row["stub" if action == "implement" else "example"]) for action in ACTIONS}
        for action, place in found.items():
            if place is not None and found["document"] is not None:
                snapshot, offset = place
                yield replace(snapshot, settings=settings), offset, action


def _place(files: dict[str, str]) -> tuple[Snapshot, int] | None:
    """The first function of a fit length in the files, and where it begins."""
    for path, source in files.items():
        language_id = language_of(path)
        if language_id is None:
            continue
        for each in _callables(outline(source, language_id).definitions):
            if FEWEST_LINES <= each.last_line - each.line + 1 <= MOST_LINES:
                text = Text.of(source)
                return Snapshot(f"file:///p/{path}", language_id, 1, text, Settings()), text.line_start(
                    each.line
                )
    return None


def _callables(definitions: tuple[Definition, ...]) -> Iterator[Definition]:
    for each in definitions:
        if each.is_callable:
            yield each
        yield from _callables(each.members)


if __name__ == "__main__":
    main()
