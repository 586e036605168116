"""How much of a prompt stays as it was while somebody types in one place, and what making it costs a key.

`python -m tests.benchmarks.bench_window`: 200 characters, brackets closed as editors do, in the middle of
files of three sizes, in each way to ask, beside related code that stays. The time is that of window and
prompt alone: what finding related code costs is in `bench_context`.
"""

import statistics
import time
from itertools import pairwise
from typing import NamedTuple

from pt_lsp.context.background import Background, Snippet
from pt_lsp.context.windows.excerpt_anchors import ExcerptAnchors
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.inline_completion.asking import window_for
from pt_lsp.features.inline_completion.prompt import build_prompt
from pt_lsp.settings.options import FillWay, Settings
from tests.support.replay_gateway import n_common

HEAD = "import os\nfrom collections.abc import Iterable\n\n\n"
FUNCTION = """\
def step_{0}(values):
    total = {0}
    for value in values:
        total += value
    return total


"""
FUNCTION_LINES = FUNCTION.count("\n")
TYPED = """\
def ratio(self, other):
    first = sum(self.values)
    if not first:
        return None
    second = sum(other.values.get("total", []))
    return first / max(second, 1)

def share(self, other):
    return self.ratio(other)
"""
CHARACTERS = 200
RELATED = tuple(
    Snippet(f"src/part_{n}.py", "python", "imports", f"def made_{n}(a: int, b: str) -> list[str]:\n    ...")
    for n in range(60)
)
BACKGROUNDS = {"alone": Background(), "with related code": Background(related=RELATED)}


class Typed(NamedTuple):
    """What typing came to: shares of each prompt that are as in the one before, and seconds for each."""

    unchanged: list[float]
    seconds: list[float]


def main() -> None:
    print(
        "lines   way      beside the file     unchanged: median  least     window and prompt: median     p99"
    )
    for n_lines in (60, 600, 50_000):
        for way in ("hole", "fim", "partial"):
            for beside, background in BACKGROUNDS.items():
                typed = type_in(n_lines, way, background)
                median_ms, slow_ms = (1000 * at(typed.seconds, share) for share in (0.5, 0.99))
                print(
                    f"{n_lines:6}  {way:7}  {beside:18}  {statistics.median(typed.unchanged):16.1%}"
                    f"  {min(typed.unchanged):5.1%}  {median_ms:22.2f} ms  {slow_ms:5.2f} ms"
                )


def type_in(n_lines: int, way: FillWay, background: Background) -> Typed:
    """Types in the middle of a file; for each key its prompt is made."""
    half = HEAD + "".join(FUNCTION.format(n) for n in range(n_lines // FUNCTION_LINES // 2))
    text, offset = Text.of(f"{half}\n\n\n{half.removeprefix(HEAD)}"), len(half)
    snapshot = Snapshot("file:///project/src/table.py", "python", 0, text, Settings())
    anchors = ExcerptAnchors()
    prompts, seconds = [], []
    for version, key in enumerate(TYPED[:CHARACTERS], 1):
        closed = Span(offset, offset + 1) if key == ")" else Span(offset, offset)
        text = text.replace(closed, f"{key})" if key == "(" else key)
        offset += 1
        snapshot = Snapshot(snapshot.uri, "python", version, text, Settings())
        started_s = time.thread_time()
        window = window_for(snapshot, offset, way, background, anchors)
        prompt = build_prompt(window, way, "line", 256, is_automatic=True, background=background)
        seconds.append(time.thread_time() - started_s)
        prompts.append("\0".join(message.content for message in prompt.messages))
    return Typed([n_common(old, new) / len(new) for old, new in pairwise(prompts)], seconds)


def at(values: list[float], share: float) -> float:
    """The value that such a share of them does not exceed."""
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


if __name__ == "__main__":
    main()
