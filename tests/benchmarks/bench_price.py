"""What prompts cost under the two prompt caches of Model Studio, and what breaks their common beginnings.

`python -m tests.benchmarks.bench_price`: the requests of the real engine in the typing sessions, and of
edits, retries and explanations, are billed by a provider that knows whole texts: without marks, with marks in
every request, and as `MarkPolicy` decides. Then the place where each prompt stops being the one before.
`--seed` gives the model other luck, `--way` asks in another way.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, get_args

from pt_lsp.llm.billing.beginnings import CutPrompt, Place, cut
from pt_lsp.llm.billing.cache_contents import Common
from pt_lsp.llm.billing.marking import mark
from pt_lsp.llm.billing.policy import MarkPolicy, Plan
from pt_lsp.llm.gateway import Message, Prompt
from pt_lsp.settings.options import FillWay
from tests.support.asked_work import works
from tests.support.broken_beginnings import Break, break_between
from tests.support.caching_provider import CachingProvider
from tests.support.sent_prompts import SentPrompt, TypedSession, typed_sessions
from tests.support.shared_data import what_lacks

Places = Callable[[Prompt, float], tuple[Place, ...]]
"""Where one way of using the caches puts marks."""

_BETWEEN_S = 60.0
_WAYS = ("no marks", "last message", "stable part", "policy")


class _Always(MarkPolicy):
    """Marks in every request, at the places that the policy finds for them."""

    def _is_worth(self, plan: Plan) -> bool:
        return True

    def _is_allowed(self, plan: Plan, prompt: CutPrompt, common: Common) -> bool:
        return True


@dataclass
class Spent:
    """Characters of full price, by way."""

    n_requests: int = 0
    size: int = 0
    price: Counter[str] = field(default_factory=Counter)
    n_marked: int = 0

    def add(self, other: "Spent") -> None:
        self.n_requests += other.n_requests
        self.size += other.size
        self.price.update(other.price)
        self.n_marked += other.n_marked


def main() -> None:
    options = _options()
    if what_lacks():
        print(f"Nothing is priced: {what_lacks()}.")
        return
    for seed in options.seed.split(","):
        sessions = list(typed_sessions(seed, options.way))
        _print_prices(f"typing sessions, {options.way}, seed {seed}", _priced(sessions))
        _print_breaks(sessions)
    _print_prices("edits, with what follows them", [(work.name, _spent(work.sent)) for work in works()])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Price prompts under both prompt caches.")
    parser.add_argument("--seed", default="1,2,3", help="other luck for the model; several with commas")
    parser.add_argument("--way", default="hole", choices=get_args(FillWay))
    return parser.parse_args()


def _priced(sessions: Sequence[TypedSession]) -> list[tuple[str, Spent]]:
    """Each session by itself, and all as one person types them, one after the other."""
    rows = [(session.name, _spent(session.sent)) for session in sessions]
    in_a_row: list[SentPrompt] = []
    for session in sessions:
        start_s = in_a_row[-1].time_s + _BETWEEN_S if in_a_row else 0.0
        in_a_row += [SentPrompt(start_s + each.time_s, each.prompt, each.run) for each in session.sent]
    return [*rows, ("all in a row", _spent(in_a_row))]


def _spent(sent: Iterable[SentPrompt]) -> Spent:
    sent = list(sent)
    spent = Spent(len(sent), sum(len(m.content) for each in sent for m in each.prompt.messages))
    for way in _WAYS:
        provider, places = CachingProvider(), _places(way)
        for each in sent:
            marks = places(each.prompt, each.time_s)
            bill = provider.bill(_messages(each.prompt, marks), each.time_s)
            spent.price[way] += round(bill.price)
            spent.n_marked += bool(marks) and way == "policy"
    return spent


def _places(way: str) -> Places:
    if way == "no marks":
        return lambda _prompt, _now_s: ()
    if way == "last message":
        return _at_ends
    policy = MarkPolicy() if way == "policy" else _Always()
    return lambda prompt, now_s: _planned(policy, prompt, now_s)


def _at_ends(prompt: Prompt, _now_s: float) -> tuple[Place, ...]:
    """As agents do it: the rules, and everything."""
    numbers = {0, len(prompt.messages) - (2 if prompt.continues_assistant else 1)}
    return tuple(Place(number, len(prompt.messages[number].content)) for number in sorted(numbers))


def _planned(policy: MarkPolicy, prompt: Prompt, now_s: float) -> tuple[Place, ...]:
    plan = policy.plan(cut(prompt.messages, continues_last=prompt.continues_assistant), now_s)
    if plan.marked:
        policy.was_answered(plan, now_s, is_found=plan.n_found > 0)
    return plan.places


def _messages(prompt: Prompt, marks: Sequence[Place]) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [_as_json(message) for message in prompt.messages]
    mark(messages, marks)
    return messages


def _as_json(message: Message) -> dict[str, Any]:
    return {"role": message.role, "content": message.content}


def _print_prices(title: str, rows: list[tuple[str, Spent]]) -> None:
    print(f"\n{title}: price in % of all characters at full price")
    print(f"{'':30}{'requests':>9}{'size':>8}" + "".join(f"{way:>14}" for way in _WAYS) + f"{'marked':>8}")
    for name, spent in rows:
        shares = "".join(f"{100 * spent.price[way] / max(spent.size, 1):>14.1f}" for way in _WAYS)
        size = spent.size // max(spent.n_requests, 1)
        ratio = spent.price["policy"] / max(spent.price["no marks"], 1)
        print(f"{name:30}{spent.n_requests:>9}{size:>8}{shares}{spent.n_marked:>8}  policy {ratio:.3f}")


def _print_breaks(sessions: Sequence[TypedSession]) -> None:
    """Where a prompt stops being the one before, and how much of its beginning is lost by that."""
    breaks = [
        break_between(before, after) for session in sessions for before, after in pairwise(session.sent)
    ]
    for title, chosen in (
        ("in one place", [each for each in breaks if each.is_in_place]),
        ("at another place", [each for each in breaks if not each.is_in_place]),
    ):
        _print_causes(title, chosen)


def _print_causes(title: str, breaks: Sequence[Break]) -> None:
    n_lost = sum(each.n_lost for each in breaks)
    kept = 1 - n_lost / max(sum(each.size for each in breaks), 1)
    print(f"\nwhat ends the common beginning {title}: {len(breaks)} prompts, {kept:.1%} kept")
    for part in sorted({each.part for each in breaks}, key=lambda part: -_lost(breaks, part)):
        n = sum(each.part == part for each in breaks)
        lost = _lost(breaks, part)
        print(
            f"  {part:44}{n:>6} times{lost / max(n_lost, 1):>8.1%} of the loss{lost // n:>7} characters each"
        )


def _lost(breaks: Sequence[Break], part: str) -> int:
    return sum(each.n_lost for each in breaks if each.part == part)


if __name__ == "__main__":
    main()
