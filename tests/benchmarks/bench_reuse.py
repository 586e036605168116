"""How much longer than an empty request one takes that a finished reply answers, over real stdio.

`python -m tests.benchmarks.bench_reuse`: a reply to a first request foresees a long line; it is typed key by
key, and each key's request is answered from that reply.
"""

import statistics
import time

from tests.support.chat_steps import reply
from tests.support.raw_client import raw_client
from tests.support.scripted_chat import ScriptedChat

URI = "untitled:reuse"
HEAD = "def total(values):\n    return "
FORESEEN = "sum(weight * value for weight, value in zip(weights, values, strict=True) if value is not None)"
TAIL = "\n\n\n" + "".join(f"value_{n} = total([{n}])\n" for n in range(300))


def main() -> None:
    empty, reused = reuse_ms()
    print(f"empty round trip over stdio     median {empty:6.2f} ms")
    print(f"answer from a finished reply    median {reused:6.2f} ms   beyond that {reused - empty:6.2f} ms")


def reuse_ms() -> tuple[float, float]:
    """Median milliseconds of an empty request, and of one that is answered by reuse."""
    empty: list[float] = []
    reused: list[float] = []
    chat = ScriptedChat(forever=reply(FORESEEN))
    with chat.serving() as url, raw_client(url) as client:
        client.initialize({}, {"completion": {"debounceMs": 0}})
        client.open(URI, HEAD + TAIL)
        client.request("first", "textDocument/inlineCompletion", _at(0))
        for n in range(1, len(FORESEEN) - 5):
            started_s = time.perf_counter()
            client.request(f"empty {n}", "workspace/executeCommand", {"command": "ptLsp.cancel"})
            empty.append(time.perf_counter() - started_s)
            place = _at(n - 1)["position"]
            change = {"range": {"start": place, "end": place}, "text": FORESEEN[n - 1]}
            client.notify(
                "textDocument/didChange",
                {"textDocument": {"uri": URI, "version": n + 1}, "contentChanges": [change]},
            )
            started_s = time.perf_counter()
            answer = client.request(n, "textDocument/inlineCompletion", _at(n))
            reused.append(time.perf_counter() - started_s)
            assert answer["result"]["items"], "a reply that foresaw this text was not used"
        assert len(chat.requests) == 1, "the model was asked again"
    return _median_ms(empty), _median_ms(reused)


def _at(n_typed: int) -> dict[str, object]:
    position = {"line": 1, "character": len("    return ") + n_typed}
    return {"textDocument": {"uri": URI}, "position": position, "context": {"triggerKind": 2}}


def _median_ms(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    main()
