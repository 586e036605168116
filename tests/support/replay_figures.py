"""What a replay comes to: how often the right thing was on screen, and what it cost."""

import statistics
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.support.replay_editor import Look, Offered, Played
from tests.support.replay_gateway import FIRST_TOKEN_S, TOKENS_PER_S, Asked, n_common, tokens
from tests.support.replay_keys import CLOSERS, Key
from tests.support.replay_model import JUNK, TypingModel
from tests.support.replay_truth import (
    Truth,
    first_line,
    is_right,
    line_around,
    n_right_characters,
    typed_between,
)

REPEATED_PRICE = 0.2

Kind = Literal["cache", "running stream", "new request"]
KINDS: tuple[Kind, ...] = ("cache", "running stream", "new request")

_RECENT = 300
_LOOSE = ")]}\"'`;, "
"""What post-processing may have added to a line's end, or taken from it."""


@dataclass(slots=True)
class Figures:
    """Sums, so that figures of several sessions can be added."""

    n_keys: int = 0
    n_on_screen: int = 0
    n_right: int = 0
    n_requests: int = 0
    n_prompt_tokens: int = 0
    n_repeated_tokens: int = 0
    n_tokens_in_place: int = 0
    n_repeated_in_place: int = 0
    n_streamed: int = 0
    n_wasted: float = 0
    n_saved_characters: int = 0
    n_dropped: int = 0
    times_s: dict[Kind, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        for name in self.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, dict):
                for kind in KINDS:
                    mine[kind].extend(theirs[kind])
            else:
                setattr(self, name, mine + theirs)

    @property
    def right_share(self) -> float:
        return self.n_right / max(self.n_keys, 1)

    @property
    def precision(self) -> float:
        return self.n_right / max(self.n_on_screen, 1)

    @property
    def requests_per_100(self) -> float:
        return 100 * self.n_requests / max(self.n_keys, 1)

    @property
    def n_billed(self) -> float:
        return self.n_prompt_tokens - (1 - REPEATED_PRICE) * self.n_repeated_tokens

    @property
    def billed_per_right(self) -> float:
        return self.n_billed / max(self.n_right, 1)

    @property
    def repeated_share(self) -> float:
        return self.n_repeated_tokens / max(self.n_prompt_tokens, 1)

    @property
    def repeated_share_in_place(self) -> float:
        return self.n_repeated_in_place / max(self.n_tokens_in_place, 1)

    def median_ms(self, kind: Kind) -> float | None:
        times_s = self.times_s[kind]
        return 1000 * statistics.median(times_s) if times_s else None


def figures_of(model: TypingModel, played: Played, asked: Sequence[Asked]) -> Figures:
    figures = Figures(n_keys=len(played.looks), n_requests=len(asked))
    figures.n_on_screen = sum(look.seen is not None for look in played.looks)
    figures.n_right = sum(look.is_right for look in played.looks)
    figures.n_saved_characters = n_saved(model.truths, played.looks)
    _count_prompts(figures, model, asked)
    by_key = sorted(asked, key=lambda request: request.index)
    for offered in played.offered:
        _count_offered(figures, model, offered, by_key)
    for look in played.looks:
        if look.seen is not None:
            _explain(model, look.key, look.seen, by_key)
    for request in asked:
        shown = min(request.n_shown_characters / max(len(request.streamed), 1), 1.0)
        figures.n_streamed += request.n_streamed
        figures.n_wasted += request.n_streamed * (1 - shown)
    return figures


def n_possible(model: TypingModel, *, is_always_right: bool) -> int:
    """Number of keys at which some policy could have had the right line on screen just before the next one.

    It may have asked at any earlier key of the place, at that very moment, and knows which answer to show.
    """
    return sum(
        bool(model.truths[key.index].text) and could_show(model, key, is_always_right=is_always_right)
        for key in model.session.keys
        if key.is_by_hand
    )


def could_show(model: TypingModel, key: Key, *, is_always_right: bool) -> bool:
    keys, until_s = model.session.keys, model.session.next_key_s(key)
    for asked in reversed(keys[max(0, key.index - _RECENT) : key.index + 1]):
        typed = typed_between(asked, key) if asked.is_by_hand else None
        if typed is None:
            continue
        answer = model.truths[asked.index].text if is_always_right else model.answer(asked.index).clean
        if not answer.startswith(typed) or not answer[len(typed) :].strip():
            continue
        line = first_line(answer[len(typed) :])
        n_tokens = len(tokens(answer[: len(typed) + len(line)], asked.index))
        arrives_s = asked.time_s + FIRST_TOKEN_S + (n_tokens - 1) / TOKENS_PER_S
        if arrives_s <= until_s and _says(model, key, line):
            return True
    return False


def _says(model: TypingModel, key: Key, line: str) -> bool:
    """Whether the line is right, however much of the closing brackets after the cursor it replaces."""
    before, rest = line_around(key)
    n_closers = next((n for n, character in enumerate(rest) if character not in CLOSERS), len(rest))
    truth = model.truths[key.index]
    return any(is_right(key, truth, before + line, rest[n:]) for n in range(n_closers + 1))


def _count_prompts(figures: Figures, model: TypingModel, asked: Sequence[Asked]) -> None:
    keys = model.session.keys
    earlier: Asked | None = None
    for request in asked:
        figures.n_prompt_tokens += request.n_prompt_tokens
        figures.n_repeated_tokens += request.n_repeated_tokens
        if earlier and keys[earlier.index].run == keys[request.index].run:
            figures.n_tokens_in_place += request.n_prompt_tokens
            figures.n_repeated_in_place += request.n_repeated_tokens
        earlier = request


def _count_offered(figures: Figures, model: TypingModel, offered: Offered, asked: Sequence[Asked]) -> None:
    figures.n_dropped += offered.was_dropped
    source = _explain(model, offered.key, offered.seen, asked)
    wrong = _wrong_insertion(model, offered, source)
    if wrong:
        figures.wrong.append(wrong)
    if source is None:
        return
    answered_s = offered.key.time_s + offered.after_s
    if source.index == offered.key.index:
        kind: Kind = "new request"
    else:
        is_open = source.closed_s is None or source.closed_s >= answered_s
        kind = "running stream" if is_open else "cache"
    figures.times_s[kind].append(offered.after_s)


def _explain(model: TypingModel, key: Key, seen: str, asked: Sequence[Asked]) -> Asked | None:
    """The newest request whose answer says what was seen; notes how far into the answer that went.

    The newest of the place if no answer says it just so, after what post-processing did; None without any.
    """
    keys = model.session.keys
    newest: Asked | None = None
    for request in reversed(asked[: bisect_right(asked, key.index, key=lambda one: one.index)]):
        if key.index - request.index > _RECENT:
            break
        typed = typed_between(keys[request.index], key)
        if typed is None:
            continue
        newest = newest or request
        clean = request.answer.clean
        n_said = n_common(clean[len(typed) :], seen)
        if clean.startswith(typed) and n_said >= max(len(first_line(seen).rstrip(_LOOSE)), 1):
            request.n_shown_characters = max(request.n_shown_characters, len(typed) + n_said)
            return request
    return newest


def _wrong_insertion(model: TypingModel, offered: Offered, source: Asked | None) -> str | None:
    """The fault that got through, in words; None if the item holds nothing that the model only added."""
    key = offered.key
    document = str(key.text)
    has_junk = any(junk in offered.seen and junk not in document for junk in JUNK)
    if source is None:
        return f"at key {key.index}: {offered.seen!r}" if has_junk else None
    answer = source.answer
    whole = (typed_between(model.session.keys[source.index], key) or "") + offered.seen
    if answer.fault == "echo" and not answer.clean.startswith(answer.junk):
        has_junk |= whole.lstrip().startswith(answer.junk)
    if answer.fault == "overrun" and whole.startswith(answer.clean):
        added = whole[len(answer.clean) :].split("\n")[1:]
        has_junk |= any(line.strip() == answer.junk for line in added)
    if not has_junk:
        return None
    return f"{answer.fault} at key {key.index} ({source.index}): {offered.seen!r} of {answer.raw!r}"


def n_saved(truths: Sequence[Truth], looks: Sequence[Look]) -> int:
    """Characters that accepting each right suggestion would have typed, none of them counted twice."""
    n_characters = n_ahead = 0
    earlier: Key | None = None
    for look in looks:
        typed = typed_between(earlier, look.key) if earlier else None
        n_ahead = max(n_ahead - len(typed), 0) if typed is not None else 0
        if look.is_right and look.seen is not None:
            n_right = n_right_characters(truths[look.key.index], look.seen)
            n_characters += max(n_right - n_ahead, 0)
            n_ahead = max(n_ahead, n_right)
        earlier = look.key
    return n_characters
