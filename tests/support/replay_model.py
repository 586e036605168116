"""A model that answers with what a session goes on to type, or with something else that looks like it.

What it says at a key is fixed by session, seed and key, so that every policy meets the same luck. That luck
holds for a whole word, because a real model does not change its mind with every letter. Refuses to know when
it is asked, and how its words travel.
"""

from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.support.replay_keys import Key, Session
from tests.support.replay_truth import Truth, line_around, plain, truths_of, typed_between

RIGHT_SHARE = 0.6
FAULT_SHARE = 0.25

Fault = Literal["fence", "tags", "echo", "overrun", "prose"]

_LINES = (1, 1, 2, 3, 5, 8)
_KEPT = (0, 0, 1, 2, 3, 5, 8, 13)
_NEAR = 4000
_SHORTEST_ECHO = 4
_AFTERWORDS = (
    "This completes the statement at the cursor as requested.",
    "Explanation: the code above continues the existing logic.",
    "I have kept the style of the surrounding file here.",
)
_FOREWORD = "Here is the completed code:"
_FAULTS: tuple[Fault, ...] = ("fence", "tags", "echo", "overrun", "prose")


@dataclass(frozen=True, slots=True)
class Answer:
    raw: str
    """As the model says it."""
    clean: str
    """What of it belongs at the cursor."""
    is_right: bool
    fault: Fault | None
    junk: str = ""
    """What the fault adds, in the shape in which it would stand in the document."""


class TypingModel:
    def __init__(self, session: Session, seed: str = "1") -> None:
        self.session = session
        self.truths = truths_of(session)
        self._seed = f"{seed} {session.name}"
        self._words = _word_starts(session)
        self._answers: dict[int, Answer] = {}

    def answer(self, index: int) -> Answer:
        """What is said when asked for the text at the cursor of that key."""
        known = self._answers.get(index)
        if known is None:
            known = self._answers[index] = self._make(index)
        return known

    def _make(self, index: int) -> Answer:
        word = self._words[index]
        luck = Random(f"{self._seed} luck {word}")
        is_right = luck.random() < RIGHT_SHARE
        if is_right:
            n_lines = luck.choice(_LINES) + self.truths[index].text.startswith("\n")
            clean = "\n".join(self.truths[index].text.split("\n")[:n_lines]).rstrip("\n")
        else:
            clean = self._wrong(index, word)
        random = Random(f"{self._seed} fault {index}")
        if clean.strip() and random.random() < FAULT_SHARE:
            return _spoiled(clean, self.session.keys[index], random, is_right=is_right)
        return Answer(clean, clean, is_right, None)

    def _wrong(self, index: int, word: int) -> str:
        """Begins like the truth as often as not, and keeps to itself while the same word goes on."""
        key, first = self.session.keys[index], self.session.keys[word]
        text = self._invented(first, self.truths[word], f"{word}")
        typed = typed_between(first, key)
        if typed is None or not text.startswith(typed) or len(text) <= len(typed):
            text = self._invented(key, Truth(""), f"{word} {index}")
        else:
            text = text[len(typed) :]
        head, line_end, tail = text.partition("\n")
        is_true = head == self.truths[index].text.partition("\n")[0]
        return head + ("_" if is_true else "") + line_end + tail

    def _invented(self, key: Key, truth: Truth, what: str) -> str:
        random = Random(f"{self._seed} wrong {what}")
        right = truth.text.partition("\n")[0]
        kept = right[: random.choice(_KEPT)]
        near = plain(str(key.text)[max(0, key.cursor - _NEAR) : key.cursor + _NEAR])
        lines = [line for line in near.split("\n") if len(line.strip()) > 2] or ["value = None;"]
        other = random.choice(lines).strip()
        other = other[random.randrange(max(len(other) // 2, 1)) :]
        following = right[len(kept) : len(kept) + 1]
        while following and other.startswith(following):
            other = other[1:]
        before, _ = line_around(key)
        blanks = before[: len(before) - len(before.lstrip())]
        n_more = random.choice(_LINES) - 1
        more = [blanks + random.choice(lines).strip() for _ in range(n_more)]
        return "\n".join([kept + (other or "undefined"), *more])


def _word_starts(session: Session) -> list[int]:
    """For each key the one that began the word in which it is."""
    starts: list[int] = []
    for key in session.keys:
        earlier = session.keys[key.index - 1] if key.index else None
        goes_on = (
            earlier is not None
            and earlier.run == key.run
            and len(key.changes) == 1
            and len(key.changes[0].text) == 1
            and key.changes[0].span.is_empty
            and key.changes[0].span.start == earlier.cursor
            and _is_word(key.changes[0].text)
        )
        starts.append(starts[-1] if goes_on else key.index)
    return starts


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _spoiled(clean: str, key: Key, random: Random, *, is_right: bool) -> Answer:
    before, _ = line_around(key)
    after = [line for line in plain(str(key.text)[key.cursor :]).split("\n")[1:12] if line.strip()]
    fault = random.choice(_FAULTS)
    if fault == "echo" and len(before.strip()) < _SHORTEST_ECHO:
        fault = "fence"
    if fault == "overrun" and (not after or _may_close(after[0], clean)):
        fault = "prose"
    afterword = random.choice(_AFTERWORDS)
    is_wordy = random.random() < 0.4
    junk = afterword
    if fault == "fence":
        raw = f"```\n{clean}\n```" + (f"\n\n{afterword}" if is_wordy else "")
    elif fault == "tags":
        raw = (
            f"{clean}\n</file>\nWrite the rest of the line here." if is_wordy else f"<code>\n{clean}\n</code>"
        )
    elif fault == "echo":
        junk = before.strip()
        raw = (before if is_wordy else before.lstrip()) + clean
    elif fault == "overrun":
        more = after[: random.randint(1, 4)]
        junk = more[0].strip()
        raw = "\n".join([clean, *more])
    else:
        raw = f"{_FOREWORD}\n\n```\n{clean}\n```" if is_wordy else f"{clean}\n\n{afterword}"
    return Answer(raw, clean, is_right, fault, junk)


def _may_close(line: str, clean: str) -> bool:
    """Whether a line of brackets would be right after a text that leaves brackets open."""
    n_open = sum(clean.count(opener) for opener in "([{") - sum(clean.count(closer) for closer in ")]}")
    return n_open > 0 and not any(map(_is_word, line))


JUNK = ("```", "</file>", "<code>", "</code>", _FOREWORD, *_AFTERWORDS)
"""What must never be inserted, wherever it is."""
