"""A stretch of real typing replayed in real time: a real server over stdio, a scripted endpoint over TCP.

Beside it stand the figures of the same stretch in simulated time, so that each vouches for the other.
"""

import asyncio
import sys
from collections.abc import Sequence
from typing import Any

from tests.support.replay_editor import TypingEditor
from tests.support.replay_endpoint import TypingEndpoint
from tests.support.replay_figures import Figures, figures_of
from tests.support.replay_keys import make_session
from tests.support.replay_model import TypingModel
from tests.support.replay_server import ServerAsker

FIRST = 900
"""Here a person writes a helper function and its test, with few leaps."""
OUR_SERVER = (sys.executable, "-m", "pt_lsp", "serve")

_SETTLE_S = 2.0


def live_model(raw: dict[str, Any], seconds: float, seed: str) -> TypingModel:
    """The stretch of `vscode_session` that takes as long."""
    whole = make_session("vscode_session", raw, FIRST)
    n_keys = sum(key.time_s < seconds for key in whole.keys)
    return TypingModel(make_session("vscode_session", raw, FIRST, n_keys), seed)


def play_live(model: TypingModel, command: Sequence[str] = OUR_SERVER) -> Figures:
    """The figures of the server that the command starts, once the time is over."""
    return asyncio.run(_play(model, command))


async def _play(model: TypingModel, command: Sequence[str]) -> Figures:
    loop = asyncio.get_running_loop()
    started_s = loop.time()
    endpoint = TypingEndpoint(model, lambda: loop.time() - started_s)

    def note(index: int) -> None:
        endpoint.newest = index

    async with endpoint.serving() as url, ServerAsker.running(model.session, command, url, note) as asker:
        await asyncio.sleep(_SETTLE_S)  # a server that was just started is not what is measured
        started_s = loop.time()
        played = await TypingEditor(model, asker).play()
    return figures_of(model, played, endpoint.asked)
