"""What a test of the whole looks like:

    @with_editor("a + b")
    async def test_a_line_is_completed(editor: LspClient, chat: ScriptedChat) -> None:
        document = editor.open("def add(a, b):\n    return <|>\n")
        assert await editor.complete(document) == ["def add(a, b):\n    return a + b\n"]

Afterwards the server has shut down with code 0, logged no error, popped nothing up and answered everything.
"""

import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tests.support.client_kinds import VSCODE, ClientKind
from tests.support.lsp_client import LspClient
from tests.support.open_document import Json
from tests.support.running import run
from tests.support.scripted_chat import Live, ScriptedChat, Step
from tests.support.server_process import server_process


@asynccontextmanager
async def editor_with_server(
    base_url: str,
    root: Path,
    *,
    kind: ClientKind,
    options: Json,
    environ: Mapping[str, str],
    settings: Any,
    folders: Sequence[Path] | None = None,
) -> AsyncIterator[LspClient]:
    """An editor with a server of its own in `root`; all is checked when it ends well.

    `folders` are open in it, `root` by default.
    """
    environment = {**os.environ, "PT_LSP_BASE_URL": base_url, **environ}
    async with server_process(environment, root) as process:
        client = LspClient(process, kind, root)
        client.settings = settings
        client.folders = [root] if folders is None else list(folders)
        try:
            await client.begin(options)
            yield client
            code = await client.end()
            assert code == 0, process.errors
            client.check()
            assert "ERROR" not in process.errors, process.errors
        finally:
            await process.kill()
            await client.reading


Scenario = Callable[[LspClient, ScriptedChat], Awaitable[None]]


def with_editor(
    *steps: Step | Live | str,
    kind: ClientKind = VSCODE,
    options: Json | None = None,
    extensions: Sequence[str] = (),
    settings: Any = None,
    files: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    forever: Step | str | None = None,
    extras: Collection[str] = (),
    models: Collection[str] | Step = (),
) -> Callable[[Scenario], Callable[[], None]]:
    """Make a test of a coroutine that takes an editor and the chat server that its server asks.

    `options` and `extensions` go into initializationOptions, `settings` is what `workspace/configuration`
    gives, `files` are in the workspace before the server starts, `extras` are undocumented request fields,
    `models` is what `GET /models` lists.
    """

    def decorate(scenario: Scenario) -> Callable[[], None]:
        async def play() -> None:
            chat = ScriptedChat(*steps, forever=forever, extras=extras, models=models)
            initial = {"completion": {"debounceMs": 0}} | (options or {}) | {"extensions": list(extensions)}
            async with chat.serve() as url:
                with _workspace(files or {}) as root:
                    starting = editor_with_server(
                        url, root, kind=kind, options=initial, environ=environ or {}, settings=settings
                    )
                    async with starting as editor:
                        await scenario(editor, chat)

        def test() -> None:
            run(play(), timeout_s=60)

        test.__name__ = test.__qualname__ = scenario.__name__
        test.__module__ = scenario.__module__
        test.__doc__ = scenario.__doc__
        return test

    return decorate


@contextmanager
def _workspace(files: Mapping[str, str]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pt-lsp-root-") as folder:
        root = Path(folder).resolve()
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, encoding="utf-8")
        yield root
