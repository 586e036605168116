"""The main job shown without a key and a network: a real model, a real server process, a real document.

It works in a temporary folder, which stays, and keeps away from the user's own settings and statistics.
"""

import os
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from pt_lsp.cli.demo.client import DemoClient
from pt_lsp.cli.demo.editor import Editor
from pt_lsp.cli.demo.samples import GAPS, TASKS, Gap, Task, samples_of
from pt_lsp.cli.demo.screen import Screen
from pt_lsp.cli.demo.story import Story
from pt_lsp.cli.signals import run_until_signalled
from pt_lsp.errors import UnusableReply
from pt_lsp.local_model import LocalModel
from pt_lsp.store.credentials import KEY_VARIABLE

_EMBEDDED = (
    "A real server and SmolLM2-135M on this machine: no key, no network. With 135 million parameters it is "
    "a very small model: it shows how everything works, not how good the answers of a large one are."
)
_CONFIGURED = "A real server and the endpoint of your settings."
_NEXT = "Trying another sample."
_GO_ON = "Going on without one."
_FOLDER_VARIABLES = (
    *("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"),
    *("WIN_PD_OVERRIDE_LOCAL_APPDATA", "WIN_PD_OVERRIDE_APPDATA"),
)
_OPTIONS: Mapping[str, Any] = {
    # Each step has an end of its own, and a busy machine may read a prompt for longer than the default.
    # It always takes the likeliest token: so small a model is right where it is sure, and each time the same.
    "endpoint": {"profile": "llama.cpp", "idleTimeoutS": 600, "extraBody": {"top_k": 1}},
    # A slow machine reads a longer prompt for many seconds, and so small a model writes down what it sees:
    # the samples have nothing to do with each other.
    "context": {"budgetTokens": 2000, "openFiles": False, "workspaceFiles": False},
    "edits": {"streaming": "always"},
}


def demo(file: Path | None, *, is_embedded: bool) -> int:
    """Exit code; works on a copy of `file`, else on samples. Raises UnusableReply if no edit worked."""
    gaps: tuple[Gap, ...] = GAPS
    tasks: tuple[Task, ...] = TASKS
    if file is not None:
        gap, task = samples_of(file)
        gaps, tasks = (gap,), (task,)
    folder = Path(tempfile.mkdtemp(prefix="pt-lsp-demo-")).resolve()
    run_until_signalled(_demo(gaps, tasks, folder, is_embedded=is_embedded))
    return 0


async def _demo(gaps: tuple[Gap, ...], tasks: tuple[Task, ...], folder: Path, *, is_embedded: bool) -> None:
    screen = Screen()
    screen.say(_EMBEDDED if is_embedded else _CONFIGURED)
    async with (
        _environ(screen, folder, is_embedded=is_embedded) as environ,
        DemoClient.running(environ, folder / "server.log") as client,
    ):
        editor = Editor(client)
        with screen.busy("Starting the server"):
            await editor.initialize(folder, _OPTIONS if is_embedded else {})
        story = Story(editor, screen, folder)
        await _complete_one(gaps, story)
        path = await _edit_one(tasks, story)
        await story.sum_up()
        screen.heading("Figures")
        screen.figures(story.figures)
        screen.name_file("The edited file", path)


@asynccontextmanager
async def _environ(screen: Screen, folder: Path, *, is_embedded: bool) -> AsyncGenerator[Mapping[str, str]]:
    """Environment of the server; the embedded model runs as long as the context.

    With it the server sees nothing of the user's key, settings and files.
    """
    if not is_embedded:
        yield os.environ
        return
    async with AsyncExitStack() as stack:
        with screen.busy("Loading the embedded model"):
            model = await stack.enter_async_context(LocalModel.start())
        folders = {name: str(folder / "home") for name in _FOLDER_VARIABLES}
        asks = {"PT_LSP_BASE_URL": model.base_url, "PT_LSP_MODEL": "SmolLM2-135M", KEY_VARIABLE: model.key}
        yield {**os.environ, **folders, **asks}


async def _complete_one(gaps: tuple[Gap, ...], story: Story) -> None:
    for gap in gaps:
        try:
            await story.complete(gap)
        except UnusableReply as reason:
            story.screen.say(f"{reason} {_NEXT if gap is not gaps[-1] else _GO_ON}", "yellow")
        else:
            return


async def _edit_one(tasks: tuple[Task, ...], story: Story) -> Path:
    """The edited file of the first task that the model does."""
    for task in tasks:
        try:
            path = await story.edit(task)
        except UnusableReply as reason:
            story.screen.say(f"{reason} {_NEXT if task is not tasks[-1] else ''}", "yellow")
            continue
        try:
            await story.explain(task)
        except UnusableReply as reason:
            story.screen.say(f"{reason} {_GO_ON}", "yellow")
        return path
    raise UnusableReply("The model gave no usable edit this time: run the demo again.")
