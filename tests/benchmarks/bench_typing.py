"""Real typing replayed in simulated time: what each way of asking for completions shows, and what it costs.

`python -m tests.benchmarks.bench_typing`: recorded sessions, key by key, against a scripted model that says
what the session goes on to type (right in 60 % of the places, 350 ms to the first token, 80 tokens/s, a
quarter of the answers misbehaving). The real engine and plain policies meet the same model and the same
luck. `--quick` plays this engine alone, for tuning; `--seed` gives the model other
luck and other stretches of the long session; `--live` adds a stretch in real time, with other servers if
`--server` names them.
"""

import argparse
import shlex
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.benchmarks import typing_table as table
from tests.benchmarks.bench_reuse import reuse_ms
from tests.benchmarks.live_typing import live_model, play_live
from tests.support.copilot_record import copilot_figures
from tests.support.plain_policies import AskAndKeepAll, AskPerKey, Debounce, DebounceAndCache
from tests.support.replay_editor import Asker, Played, TypingEditor
from tests.support.replay_engine import EngineAsker
from tests.support.replay_figures import Figures, figures_of, n_possible
from tests.support.replay_gateway import TypingGateway
from tests.support.replay_keys import Session, make_session, read_recording
from tests.support.replay_model import TypingModel
from tests.support.shared_data import shared_data, what_lacks
from tests.support.virtual_loop import run_virtually

Make = Callable[[Session, TypingGateway], Asker]

POLICIES: dict[str, Make] = {
    table.OURS: EngineAsker,
    table.PER_KEY: AskPerKey,
    table.DEBOUNCE: Debounce,
    table.CACHE: DebounceAndCache,
    table.KEEP_ALL: AskAndKeepAll,
}


SHORT_ONES = ("RejectionCollector", "DeclaringConstructorArgument", "ArrayToObject")
LONG_ONE = "rustcode"
N_STRETCHES = 2
N_CHANGES = 1500
LONGEST_REPORT = 400


def main() -> None:
    options = _options()
    if what_lacks():
        print(f"No typing is replayed: {what_lacks()}.")
        return
    started_s = time.perf_counter()
    policies = {table.OURS: EngineAsker} if options.quick else POLICIES
    total = {name: Figures() for name in policies}
    ceilings = table.Ceilings()
    for title, models in _models(options.seed):
        columns = {name: _figures(models, make) for name, make in policies.items()}
        for name, figures in columns.items():
            total[name].add(figures)
        found = _ceilings(models)
        ceilings = ceilings.plus(found)
        table.print_table(title, columns, found)
        if models[0].session.raw.get("fetches") and not options.quick:
            table.print_copilot(copilot_figures(models[0].session, models[0].truths), columns[table.OURS])
    for wrong in total[table.OURS].wrong:
        print(f"wrong insertion: {wrong if len(wrong) < LONGEST_REPORT else wrong[:LONGEST_REPORT] + ' ...'}")
    table.print_table("all sessions", total, ceilings)
    if not options.quick:
        table.print_aims(table.aims_of(total, reuse_ms()))
    if options.live:
        _live(options)
    print(f"\n{time.perf_counter() - started_s:.0f} s")


def _live(options: argparse.Namespace) -> None:
    model = live_model(_recording("vscode_session"), options.live, options.seed)
    columns = {"simulated": _figures([model], EngineAsker), "live": play_live(model)}
    for command in options.server:
        words = shlex.split(command)
        columns[Path(words[0]).name[:12]] = play_live(model, words)
    table.print_table(f"{options.live:.0f} s of vscode_session in real time", columns, _ceilings([model]))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Replay real typing and compare ways of asking.")
    parser.add_argument("--quick", action="store_true", help="this engine alone")
    parser.add_argument("--seed", default="1", help="other luck for the model")
    parser.add_argument(
        "--live", type=float, default=0, metavar="SECONDS", help="replay that much in real time too"
    )
    parser.add_argument(
        "--server",
        action="append",
        default=[],
        metavar="COMMAND",
        help="another server for the live replay; {url} in it is the endpoint, as is OPENAI_BASE_URL",
    )
    return parser.parse_args()


def _models(seed: str) -> Iterator[tuple[str, list[TypingModel]]]:
    yield "vscode_session", [_model("vscode_session", seed)]
    raw = _recording(LONG_ONE)
    random = Random(f"stretches {seed}")
    firsts = [random.randrange(len(raw["events"]) - N_CHANGES) for _ in range(N_STRETCHES)]
    models = [TypingModel(make_session(LONG_ONE, raw, first, N_CHANGES), seed) for first in firsts]
    yield f"{LONG_ONE}, {N_CHANGES} changes each from {' and '.join(map(str, firsts))} on", models
    yield "three short ones", [_model(name, seed) for name in SHORT_ONES]


def _model(name: str, seed: str) -> TypingModel:
    return TypingModel(make_session(name, _recording(name)), seed)


def _recording(name: str) -> dict[str, Any]:
    return read_recording(shared_data() / "typing_sessions" / f"{name}.json.gz")


def _figures(models: Sequence[TypingModel], make: Make) -> Figures:
    figures = Figures()
    for model in models:
        gateway = TypingGateway(model)
        figures.add(figures_of(model, run_virtually(_play(model, make, gateway)), gateway.asked))
    return figures


async def _play(model: TypingModel, make: Make, gateway: TypingGateway) -> Played:
    return await TypingEditor(model, make(model.session, gateway)).play()


def _ceilings(models: Sequence[TypingModel]) -> table.Ceilings:
    return table.Ceilings(
        n_keys=sum(key.is_by_hand for model in models for key in model.session.keys),
        n_possible=sum(n_possible(model, is_always_right=False) for model in models),
        n_possible_always_right=sum(n_possible(model, is_always_right=True) for model in models),
    )


if __name__ == "__main__":
    main()
