"""What a streamed edit costs: `python -m tests.benchmarks.bench_edits`.

From a delta sent by the endpoint to its `workspace/applyEdit` read by the editor, beyond the coalescing
window, over real stdio and real TCP (aim: a median of at most 2 ms). How many operations 1,000 streamed
tokens make, and how many bytes go to the editor for each byte that changes; the same for five changed lines
of 2,000 (aim: at most 3). What the diff costs for each line of a region (aim: no more in long ones).
"""

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path

from pt_lsp.edits.line_diff import best_changes, minimal_change
from pt_lsp.edits.streaming_diff import StreamingDiff
from tests.support.client_kinds import VSCODE
from tests.support.lsp_client import LspClient
from tests.support.open_document import OpenDocument
from tests.support.scripted_chat import Live, ScriptedChat, reply, slow
from tests.support.with_editor import editor_with_server

N_DELTAS = 60
BEYOND_WINDOW_S = 0.16
CHARACTERS_PER_TOKEN = 4
TIMEOUT_S = 30
PACE_MS = 12.0
"""Of deltas of five characters: some 80 tokens a second."""

OPTIONS = {"edits": {"streaming": "always"}, "context": {"budgetTokens": 200_000}}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pt-lsp-bench-") as folder:
        asyncio.run(_over_stdio(Path(folder).resolve()))
    _diff()


async def _over_stdio(root: Path) -> None:
    chat = ScriptedChat()
    async with chat.serve() as url:
        starting = editor_with_server(url, root, kind=VSCODE, options=OPTIONS, environ={}, settings=None)
        async with starting as editor:
            await _latency(editor, chat)
            await _stream(editor, chat)
            await _few_lines(editor, chat)


async def _latency(editor: LspClient, chat: ScriptedChat) -> None:
    live, arrived, elapsed = Live(), asyncio.Event(), []
    chat.add(live)
    document = editor.open("<|>old = 1<|>\n")
    question = editor.edit(document)
    await chat.received(len(chat.requests) + 1)
    # What a reply begins with is held back until it can be told from prose.
    live.send("first = 1\nsecond = 2\nthird = 3\nfourth = 4\n")
    await editor.until(lambda: editor.applies)
    await asyncio.sleep(BEYOND_WINDOW_S)
    editor.before_applying = arrived.set
    for n in range(N_DELTAS):
        started_s = time.perf_counter()
        live.send(f"value_{n} = compute({n})\n")
        await asyncio.wait_for(arrived.wait(), TIMEOUT_S)
        elapsed.append(time.perf_counter() - started_s)
        arrived.clear()
        # The window of the operation that has just come; not a wait for anything.
        await asyncio.sleep(BEYOND_WINDOW_S)
    live.finish()
    await question
    milliseconds = statistics.median(elapsed[5:]) * 1000
    print(
        f"delta sent to applyEdit read          median {milliseconds:6.2f} ms   beyond the coalescing window"
    )
    editor.close(document)


async def _stream(editor: LspClient, chat: ScriptedChat) -> None:
    old = _source(60)
    new = old.replace("compute", "calculate")
    chat.add(slow(new, PACE_MS))
    sent = await _edit(editor, old)
    n_tokens = len(new) // CHARACTERS_PER_TOKEN
    per_thousand = sent.n_operations * 1000 / n_tokens
    print(f"operations for 1,000 streamed tokens         {per_thousand:6.1f}      at 80 tokens a second")
    _print_bytes("60 lines, each changed", sent, _changed_bytes(old, new))


async def _few_lines(editor: LspClient, chat: ScriptedChat) -> None:
    old = _source(2000)
    lines = old.splitlines(keepends=True)
    for n in range(200, 2000, 400):
        lines[n] = lines[n].replace("compute", "calculate")
    new = "".join(lines)
    chat.add(reply(new, cut_bytes=4096))
    _print_bytes("2,000 lines, five changed", await _edit(editor, old), _changed_bytes(old, new))


class _Sent:
    def __init__(self, editor: LspClient, n_before: int) -> None:
        applies = editor.applies[n_before:]
        self.n_operations = len(applies)
        self.n_bytes = sum(len(json.dumps(params).encode()) for params in applies)
        self.n_text_bytes = sum(
            len(edit["newText"].encode())
            for params in applies
            for change in params["edit"]["documentChanges"]
            for edit in change["edits"]
        )


async def _edit(editor: LspClient, text: str) -> _Sent:
    n_before = len(editor.applies)
    document: OpenDocument = editor.open(f"<|>{text}<|>")
    question = editor.edit(document)
    editor.before_applying = lambda: None
    await asyncio.wait_for(question.answer, TIMEOUT_S)
    editor.close(document)
    return _Sent(editor, n_before)


def _print_bytes(what: str, sent: _Sent, n_changed: int) -> None:
    print(
        f"{what:28} new text {sent.n_text_bytes / n_changed:5.2f} x the changed bytes, "
        f"whole messages {sent.n_bytes / n_changed:6.2f} x, {sent.n_operations} operations"
    )


def _changed_bytes(old: str, new: str) -> int:
    """Bytes of the lines that are new."""
    return sum(len(change.text.encode()) for change in best_changes(old, new))


def _diff() -> None:
    for n_lines in (100, 500, 1000, 2000, 5000):
        old = _source(n_lines)
        new = [
            line.replace("compute", "calculate") if n % 10 == 0 else line
            for n, line in enumerate(old.splitlines(keepends=True))
        ]
        view_us, step_us, final_us = (
            min(figures) for figures in zip(*(_spent_us(old, new) for _ in range(3)), strict=True)
        )
        print(
            f"diff of {n_lines:5} lines, for each: view {view_us:6.1f} us, operation {step_us:6.1f} us, "
            f"final diff {final_us:6.1f} us"
        )


def _spent_us(old: str, new: list[str]) -> tuple[float, float, float]:
    """Microseconds for each line of showing it, of finding the operation, and of the best diff at the end."""
    diff, shown, so_far = StreamingDiff(old), old, ""
    view_s = step_s = 0.0
    for line in new:
        so_far += line
        started_s = time.perf_counter()
        view = diff.view(so_far)
        viewed_s = time.perf_counter()
        minimal_change(shown, view)
        view_s += viewed_s - started_s
        step_s += time.perf_counter() - viewed_s
        shown = view
    started_s = time.perf_counter()
    best_changes(old, so_far)
    final_s = time.perf_counter() - started_s
    view_us, step_us, final_us = (seconds / len(new) * 1e6 for seconds in (view_s, step_s, final_s))
    return view_us, step_us, final_us


def _source(n_lines: int) -> str:
    return "".join(f"    value_{n} = compute(first_{n}, second_{n % 9})\n" for n in range(n_lines))


if __name__ == "__main__":
    main()
