"""What people ask for in a row: edits of real files, tries again, long answers, explanations; as prompts."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pt_lsp.context.windows.region_window import region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.rewrite import REWRITE
from pt_lsp.features.edit.followups import go_on_prompt
from pt_lsp.features.edit.prompt import build_prompt as edit_prompt
from pt_lsp.features.edit.request import EditRequest, edit_request
from pt_lsp.features.explain.prompt import build_prompt as explain_prompt
from pt_lsp.features.explain.question import CodeQuestion
from pt_lsp.llm.gateway import Prompt
from pt_lsp.settings.options import Settings
from tests.support.sent_prompts import SentPrompt
from tests.support.shared_data import shared_data

N_FILES = 40
N_PLACES = 8
PAUSE_S = 50.0
BREAK_S = 900.0
"""Between one file and the next."""
_WINDOW_CHARACTERS = 15_000


@dataclass(frozen=True, slots=True)
class Work:
    """One habit, over all files."""

    name: str
    sent: tuple[SentPrompt, ...]


def works() -> Iterator[Work]:
    """Each habit for files of real commits."""
    files = [_snapshot(row) for row in _rows()[:N_FILES]]
    yield _work("one edit a file", [[_edit(file, 0)] for file in files])
    yield _work("an edit, tried again twice", [_retried(file, 2) for file in files])
    yield _work("an edit, tried again 9 times", [_retried(file, 9) for file in files])
    yield _work("an edit, going on twice", [_going_on(file, 2) for file in files])
    yield _work("edits all over a file", [[_edit(file, n) for n in range(N_PLACES)] for file in files])
    yield _work("an explanation, then an edit", [[_explanation(file, 0), _edit(file, 0)] for file in files])
    yield _work(
        "explanations all over a file", [[_explanation(file, n) for n in range(N_PLACES)] for file in files]
    )


def _work(name: str, rows: list[list[Prompt]]) -> Work:
    sent = []
    now_s = 0.0
    for number, prompts in enumerate(rows):
        for prompt in prompts:
            sent.append(SentPrompt(now_s, prompt, number))
            now_s += PAUSE_S
        now_s += BREAK_S
    return Work(name, tuple(sent))


def _retried(file: Snapshot, n: int) -> list[Prompt]:
    request = _request(file, 0)
    further = [f"Rather not like that, number {n}." for n in range(n)]
    return [
        edit_prompt(replace(request, further=tuple(further[:tries]), n_retries=tries))
        for tries in range(n + 1)
    ]


def _going_on(file: Snapshot, n: int) -> list[Prompt]:
    request = _request(file, 0)
    asked = edit_prompt(request)
    lines = file.text.slice(request.region).split("\n")
    answers = ["\n".join(lines[: len(lines) * part // (n + 1)]) + "\n" for part in range(1, n + 1)]
    return [asked, *(go_on_prompt(asked, answer) for answer in answers)]


def _edit(file: Snapshot, place: int) -> Prompt:
    return edit_prompt(_request(file, place))


def _request(file: Snapshot, place: int) -> EditRequest:
    return edit_request(file, REWRITE, _part(file, place), words="Make this clearer.")


def _explanation(file: Snapshot, place: int) -> Prompt:
    part = _part(file, place)
    return explain_prompt(CodeQuestion(file, part), region_window(file, part, _WINDOW_CHARACTERS))


def _part(file: Snapshot, place: int) -> Span:
    """Some twelve lines, an eighth of the file further down with each place."""
    size = len(file.text)
    start = file.text.line_start(file.text.line_at(size * place // N_PLACES))
    return Span(start, min(start + 400, size))


def _snapshot(row: dict[str, Any]) -> Snapshot:
    return Snapshot(f"file:///{row['path']}", row["language"], 1, Text.of(row["original"]), Settings())


def _rows() -> list[dict[str, Any]]:
    """Files long enough to have eight places."""
    packed = (shared_data() / "edit_cases" / "dev.jsonl.gz").read_bytes()
    rows = map(json.loads, gzip.decompress(packed).decode().splitlines())
    return [row for row in rows if len(row["original"]) > 500 * N_PLACES]
