"""From the editor to the wire, over real stdio and real TCP.

`python -m tests.benchmarks.bench_latency`: an inline completion sent by the client to its HTTP request read
by the endpoint (no debounce, warm client; beside the round trip of an empty request), `$/cancelRequest` of an
edit or an explanation to the socket seen closed, and the same from a key that a running completion did not
foresee.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.support.raw_client import RawClient, raw_client
from tests.support.scripted_chat import Request, ScriptedChat, hang, respond

RUNS = 60
CAPABILITIES = {"workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}}}
URI = "untitled:a"
SOURCE = "def add(a, b):\n    return \n\n\n" + "".join(f"value_{n} = add({n}, {n})\n" for n in range(1000))


def main() -> None:
    empty, written = _request_to_wire()
    print(f"empty round trip over stdio           median {empty:6.2f} ms")
    own = written - empty
    print(f"completion sent to HTTP request read  median {written:6.2f} ms   beyond that {own:6.2f} ms")
    for command in ("ptLsp.edit", "ptLsp.explain"):
        print(f"{command:13} cancel to socket closed  median {_cancel_to_close(command):6.2f} ms")
    print(f"a key that contradicts a completion to socket closed  median {_key_to_close():6.2f} ms")


def _request_to_wire() -> tuple[float, float]:
    times: list[float] = []

    def note(_request: Request) -> str:
        times.append(time.perf_counter())
        return "a + b"

    empty: list[float] = []
    elapsed: list[float] = []
    with ScriptedChat(forever=respond(note)).serving() as url, raw_client(url) as client:
        client.initialize(CAPABILITIES, {"completion": {"debounceMs": 0}})
        client.open(URI, SOURCE)
        for n in range(RUNS + 5):
            started_s = time.perf_counter()
            client.request(f"none {n}", "workspace/executeCommand", {"command": "ptLsp.cancel"})
            empty.append(time.perf_counter() - started_s)
            _type(client, n)
            started_s = time.perf_counter()
            client.request(n, "textDocument/inlineCompletion", _at_cursor())
            elapsed.append(times[-1] - started_s)
    return _median_ms(empty[5:]), _median_ms(elapsed[5:])


def _cancel_to_close(command: str) -> float:
    elapsed: list[float] = []
    chat = ScriptedChat(forever=hang())
    with chat.serving() as url, raw_client(url) as client:
        client.initialize(CAPABILITIES)
        client.open(URI, SOURCE)
        for n in range(RUNS):
            argument = {"textDocument": {"uri": URI}, "range": _range(), "instruction": "shorten"}
            client.send(
                {
                    "id": n,
                    "method": "workspace/executeCommand",
                    "params": {"command": command, "arguments": [argument]},
                }
            )
            chat.wait_until(_is_longer(chat.requests, n))
            started_s = time.perf_counter()
            client.notify("$/cancelRequest", {"id": n})
            client.reply_to(n)
            chat.wait_until(_is_longer(chat.disconnect_times, n))
            elapsed.append(chat.disconnect_times[-1] - started_s)
    return _median_ms(elapsed)


def _key_to_close() -> float:
    elapsed: list[float] = []
    chat = ScriptedChat(forever=hang(after="x_value + b"))
    with chat.serving() as url, raw_client(url) as client:
        client.initialize(CAPABILITIES, {"completion": {"debounceMs": 0}})
        for n in range(RUNS):
            uri = f"untitled:{n}"
            client.open(uri, SOURCE)
            at = {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 11}}
            params = at | {"context": {"triggerKind": 2}}
            client.send({"id": n, "method": "textDocument/inlineCompletion", "params": params})
            chat.wait_until(_is_longer(chat.requests, n))
            # What the model has said has been read once this is answered, or the first key closes nothing.
            client.request(f"none {n}", "workspace/executeCommand", {"command": "ptLsp.status"})
            place = {"start": at["position"], "end": at["position"]}
            started_s = time.perf_counter()
            client.notify(
                "textDocument/didChange",
                {
                    "textDocument": {"uri": uri, "version": 2},
                    "contentChanges": [{"range": place, "text": "a"}],
                },
            )
            chat.wait_until(_is_longer(chat.disconnect_times, n))
            elapsed.append(chat.disconnect_times[-1] - started_s)
            client.notify("$/cancelRequest", {"id": n})
    return _median_ms(elapsed)


def _is_longer(items: list[Any], n: int) -> Callable[[], bool]:
    return lambda: len(items) > n


def _type(client: RawClient, n: int) -> None:
    """Another first line, so that nothing known answers."""
    place = {"start": {"line": 0, "character": 4}, "end": {"line": 0, "character": 7}}
    changes = [{"range": place, "text": f"{n:03}"}]
    client.notify(
        "textDocument/didChange", {"textDocument": {"uri": URI, "version": n + 2}, "contentChanges": changes}
    )


def _at_cursor() -> dict[str, Any]:
    position = {"line": 1, "character": 11}
    return {"textDocument": {"uri": URI}, "position": position, "context": {"triggerKind": 2}}


def _range() -> dict[str, Any]:
    return {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}


def _median_ms(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    main()
