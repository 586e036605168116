"""Actions answered by the embedded model: `python -m tests.benchmarks.bench_recipes [N] [SECONDS]`.

N real functions in six languages, each with each action (`implement` with its stub), one after another until
the time is up. A small model makes every mistake there is; what counts is what becomes of them: whole, with a
warning, refused, or none of these (aim: 0). Prints beside that how often code changed where only
documentation may (aim: never), how many answers broke the syntax untold (aim: 0), and whether anything
outside of the region changed (aim: never).
"""

import asyncio
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from pt_lsp.context.background import NO_BACKGROUND, Background
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.errors import EditRefused, ModelError, UnusableReply
from pt_lsp.features.edit.actions.table import BY_ID
from pt_lsp.features.edit.checks.code_stays import read
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.request import EditRequest, edit_request, request_for_all
from pt_lsp.features.edit.rewrite import rewrite
from pt_lsp.features.edit.syntax_check import judge
from pt_lsp.features.edit.test_writing.tested import code_to_test
from pt_lsp.features.edit.test_writing.writing import request_for_tests, write_tests
from pt_lsp.features.explain.explaining import explain
from pt_lsp.features.explain.question import Problem, question_about, question_about_problem
from pt_lsp.llm.gateway import Gateway, Ledger, Prompt, Reply
from pt_lsp.local_model import LocalModel
from pt_lsp.settings.options import Settings
from pt_lsp.store.credentials import Key
from pt_lsp.syntax.comment_forms import comment_forms
from pt_lsp.syntax.languages import language_of
from pt_lsp.syntax.outline import Definition, outline
from tests.support.scripted_chat import settings as settings_for
from tests.support.shared_data import shared_data

ACTIONS = tuple(BY_ID)
FEWEST_LINES, MOST_LINES = 3, 12
PATIENCE_S = 600.0
REPLY_TOKENS = 100
"""A small model finds no end."""
WORDS = "Give the first argument a shorter name."
PROBLEM = "this function does not check what it is given"
ROW = "{:<17} {:>6} {:>6} {:>7} {:>8} {:>9} {:>8} {:>9} {:>12} {:>12} {:>9}"
HEAD = (
    "action",
    "asked",
    "whole",
    "warned",
    "refused",
    "no answer",
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
        for place in islice(_places(settings_for(model.base_url)), n_functions * len(ACTIONS)):
            if time.monotonic() > until_s:
                break
            counts[place.action].update(["asked", *await _outcome(gateway, place)])
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


async def _outcome(gateway: Gateway, place: "Place") -> list[str]:
    """What became of one action, in the words of the table's head."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            if BY_ID[place.action].output == "explain":
                return await _explained(gateway, place)
            request = _request(place)
            async with aclosing(_drafts(gateway, request)) as drafts:
                draft = [each async for each in drafts][-1]
    except (UnusableReply, EditRefused):
        return ["refused"]
    except ModelError:
        return ["no answer"]
    except TimeoutError:
        return ["too slow"]
    except Exception as error:  # noqa: BLE001 - what this looks for
        print(f"{place.action}, {place.snapshot.uri}: {error!r}")
        return ["crashed"]
    return ["warned" if draft.warning else "whole", *_faults(request, draft)]


def _drafts(gateway: Gateway, request: EditRequest) -> AsyncGenerator[Draft]:
    async def nothing(_snapshot: Snapshot, _span: Span) -> Background:
        return NO_BACKGROUND

    if request.tested is not None:
        return write_tests(gateway, request, request.tested, nothing)
    return rewrite(gateway, request)


async def _explained(gateway: Gateway, place: "Place") -> list[str]:
    """One that came to its length is cut, and says so."""
    about = Problem(place.span, PROBLEM)
    question = (
        question_about(place.snapshot, place.span)
        if place.action == "explain"
        else question_about_problem(place.snapshot, about)
    )
    async with aclosing(explain(gateway, question)) as deltas:
        said = "".join([each or "" async for each in deltas])
    return ["warned" if said.rstrip().endswith("*") else "whole"]


def _request(place: "Place") -> EditRequest:
    snapshot, span, recipe = place.snapshot, place.span, BY_ID[place.action]
    if recipe.takes == "problems":
        problems = [Diagnostic(span, PROBLEM, "check")]
        if recipe.id == "fixAll":
            return request_for_all(snapshot, recipe, problems, 0)
        return edit_request(snapshot, recipe, span, diagnostics=problems)
    if recipe.id == "writeTests":
        tests = Snapshot(f"{snapshot.uri}.tests", snapshot.language_id, 0, Text.of(""), snapshot.settings)
        return request_for_tests(tests, code_to_test(snapshot, span))
    if recipe.id == "doComment":
        snapshot = _commented(snapshot, span.start)
    if recipe.id == "generate":
        span = Span(len(snapshot.text), len(snapshot.text))
    return edit_request(snapshot, recipe, span, words=WORDS if recipe.takes == "words" else None)


def _commented(snapshot: Snapshot, offset: int) -> Snapshot:
    """With a comment above the line that says what to do."""
    line = snapshot.text.line_content(snapshot.text.line_at(offset))
    form = next(each for each in comment_forms(snapshot.language_id) if not each.is_at_margin)
    comment = f"{line[: len(line) - len(line.lstrip())]}{form.opening} pt: {WORDS} {form.closing}".rstrip()
    return replace(snapshot, text=snapshot.text.replace(Span(offset, offset), f"{comment}\n"))


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


@dataclass(frozen=True, slots=True)
class Place:
    """An action at the first line of a function."""

    snapshot: Snapshot
    span: Span
    action: str


def _places(settings: Settings) -> Iterator[Place]:
    """Functions of all languages in turn, each with each action."""
    by_language: dict[str, list[dict[str, dict[str, str]]]] = {}
    with gzip.open(shared_data() / "functions" / "polyglot.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            by_language.setdefault(row["language"], []).append(row)
    for row in (row for turn in zip_longest(*by_language.values()) for row in turn if row is not None):
        for action in ACTIONS:
            place = _place(row["stub" if action == "implement" else "example"])
            if place is not None:
                snapshot, offset = place
                yield Place(replace(snapshot, settings=settings), Span(offset, offset), action)


def _place(files: dict[str, str]) -> tuple[Snapshot, int] | None:
    """The first function of a fit length in the files, and where it begins."""
    for path, source in files.items():
        language_id = language_of(path)
        if language_id is None:
            continue
        for each in _callables(outline(source, language_id).definitions):
            if FEWEST_LINES <= each.last_line - each.line + 1 <= MOST_LINES:
                text = Text.of(source)
                snapshot = Snapshot(f"file:///p/{path}", language_id, 1, text, Settings())
                return snapshot, text.line_start(each.line)
    return None


def _callables(definitions: tuple[Definition, ...]) -> Iterator[Definition]:
    for each in definitions:
        if each.is_callable:
            yield each
        yield from _callables(each.members)


if __name__ == "__main__":
    main()
