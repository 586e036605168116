"""The extension in a real VS Code: how soon it is there, and what of a key's way to ghost text is ours.

`python -m tests.benchmarks.bench_vscode --windows 5`: activation as "Show Running Extensions" tells it, and
for keys at which the model is asked the time from key to request, to answer, to the first ghost text drawn.
The endpoint answers at once; what it takes all the same is not ours. On a busy machine nothing of it means
much.
"""

import argparse
import json
import re
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import lsp_tap
from tests.support.chat_steps import Request, Sink, Step, reply
from tests.support.scripted_chat import ScriptedChat
from tests.support.vscode import SERVER, VSCode, served
from tests.support.vscode_install import extension, what_lacks

if TYPE_CHECKING:
    from tests.support.workbench import Workbench

N_KEYS = 8
SOURCE = "".join(f"def add_{n}(a, b):\n    \n\n\n" for n in range(N_KEYS))
LINES_EACH = 4
METHOD = "textDocument/inlineCompletion"
WATCH = """
() => {
  window.keyed = window.drawn = 0;
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const isDrawn = () => document.querySelector('.ghost-text-decoration, .ghost-text');
  addEventListener('keydown', ({ key }) => key === 'r' && ([window.keyed, window.drawn] = [now(), 0]), true);
  const look = () => window.keyed && !window.drawn && isDrawn() && (window.drawn = now());
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
}
"""


@dataclass(frozen=True)
class Way:
    """One key's way, in seconds since 1970."""

    keyed: float
    requested: float
    asked: float
    told: float
    answered: float
    drawn: float

    @property
    def parts(self) -> dict[str, float]:
        """Milliseconds."""
        endpoint = self.told - self.asked
        parts = {
            "key to request at the server": self.requested - self.keyed,
            "request to answer, ours": self.answered - self.requested - endpoint,
            "the endpoint": endpoint,
            "answer to ghost text": self.drawn - self.answered,
            "key to ghost text": self.drawn - self.keyed,
        }
        return {name: seconds * 1000 for name, seconds in parts.items()}


class Endpoint:
    """Answers at once, and notes when."""

    def __init__(self) -> None:
        self.times: list[tuple[float, float]] = []
        self.chat = ScriptedChat(forever=Step("timed", self._play))

    async def _play(self, request: Request, sink: Sink) -> None:
        asked = time.time()
        await reply("eturn a + b", cut_bytes=100_000).play(request, sink)
        self.times.append((asked, time.time()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--windows", type=int, default=5)
    options = parser.parse_args()
    if lack := what_lacks():
        print(f"VS Code is not measured: {lack}.")
        return
    print(f"bundle                               {_bundle_kb():7.0f} kB")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "code") as code:
        measured = [_measure(code, Path(folder) / f"window{n}") for n in range(options.windows)]
    _print([activation for activation, _ in measured], [way for _, ways in measured for way in ways])


def _measure(code: VSCode, folder: Path) -> tuple[int, list[Way]]:
    """The milliseconds of activation, and the ways of the keys but for the first, which loads things."""
    endpoint, notes = Endpoint(), folder / "notes"
    with _opened(code, folder, endpoint, notes) as window:
        ways = [_way(window, n, endpoint, notes) for n in range(N_KEYS)]
        return _activation_ms(window), ways[1:]


@contextmanager
def _opened(code: VSCode, folder: Path, endpoint: Endpoint, notes: Path) -> "Iterator[Workbench]":
    project = folder / "project"
    project.mkdir(parents=True)
    path = project / "sample.py"
    path.write_text(SOURCE, encoding="utf-8")
    tap = [sys.executable, lsp_tap.__file__, str(notes), METHOD]
    with endpoint.chat.serving() as url:
        machine = {"ptLsp.server.command": [*tap, *SERVER]}
        with code.opened(project, machine, {"ptLsp.endpoint.baseUrl": url}) as window:
            window.open(path)
            window.page.evaluate(WATCH)
            yield window


def _way(window: "Workbench", n: int, endpoint: Endpoint, notes: Path) -> Way:
    window.go_to(n * LINES_EACH + 2, 5)
    window.type("r")
    drawn = window.wait_until("ghost text", lambda: float(window.page.evaluate("window.drawn")))
    keyed = float(window.page.evaluate("window.keyed"))
    noted = [json.loads(line) for line in notes.read_text(encoding="utf-8").splitlines()]
    answered, request_id, _ = next(note for note in reversed(noted) if note[2] == "reply" and note[0] < drawn)
    requested = next(time_s for time_s, each, kind in noted if each == request_id and kind == "request")
    return Way(keyed, requested, *endpoint.times[-1], answered, drawn)


def _activation_ms(window: "Workbench") -> int:
    listed = window.page.locator(".runtime-extensions-editor .extension", has_text="PowerTokens")

    def activation() -> re.Match[str] | None:
        # On a busy machine the palette may miss its click: then once more.
        if not listed.count():
            window.run("Developer: Show Running Extensions")
            listed.first.wait_for(timeout=10_000)
        return re.search(r"Activation: (\d+)ms", listed.first.inner_text())

    told = window.wait_until("its activation", activation)
    assert told
    return int(told[1])


def _bundle_kb() -> float:
    packed = extension()
    assert packed is not None
    with zipfile.ZipFile(packed) as files:
        return sum(each.file_size for each in files.infolist() if each.filename.endswith("js")) / 1000


def _print(activations_ms: Sequence[int], ways: Sequence[Way]) -> None:
    middle, least, most = statistics.median(activations_ms), min(activations_ms), max(activations_ms)
    print(f"activation, {len(activations_ms)} windows                {middle:7.0f} ms   {least} to {most}")
    medians = {name: statistics.median(way.parts[name] for way in ways) for name in ways[0].parts}
    for name, milliseconds in medians.items():
        print(f"{name:36} {milliseconds:7.1f} ms   {milliseconds / medians['key to ghost text']:5.0%}")
    print(f"medians of {len(ways)} keys; the first part holds VS Code's own wait of about 50 ms")


if __name__ == "__main__":
    main()
