"""The live replay on a few seconds of typing: a real server process, a real endpoint, real time."""

from tests.benchmarks.live_typing import play_live
from tests.support.replay_keys import make_session
from tests.support.replay_model import TypingModel

LINES = "total = sum(values)\nmean = total / len(values)\n"
START = "values = [1, 2, 3]\n"


def test_a_live_server_shows_what_is_typed_next() -> None:
    events = [[150 * n, 0, [[len(START) + n] * 2 + [c]]] for n, c in enumerate(LINES[:30])]
    raw = {"docs": [{"path": "mean.py", "language": "python", "start": START}], "events": events}
    model = TypingModel(make_session("live", raw), seed="2")
    assert any(model.answer(key.index).is_right for key in model.session.keys[:6])
    figures = play_live(model)
    assert figures.n_keys == len(events)
    assert figures.n_right > 0
    assert 0 < figures.n_requests < len(events)
    assert figures.n_streamed > 0
    assert not figures.wrong
    assert figures.n_dropped == 0
