"""How long the typing has to pause before the model is asked.

Mostly not at all: a stream that was started runs on while the typing agrees with it, so what is asked for at
the first key of a run is there when the pause comes, and a wait would only put that off. Where a suggestion
is seldom wanted or seldom right a longer pause is asked for; what is known already is offered there at once.
The figures are those at which replays of real typing showed most right suggestions for the fewest requests
(`make bench-typing`). Pure.
"""

import re
from typing import NamedTuple

from pt_lsp.features.inline_completion.gates.typing_history import ChangeKind, TypingHistory
from pt_lsp.features.inline_completion.reasons import Code


class Pause(NamedTuple):
    """Milliseconds from the request on without a change, and what they are for."""

    ms: int
    code: Code
    detail: str


NO_PAUSE = Pause(0, "superseded", "more was typed before the model could be asked")

_AFTER: dict[ChangeKind, Pause] = {
    "deletion": Pause(300, "after a deletion", "something was just deleted"),
    "insertion": Pause(300, "after a paste", "more was put in at once than is typed"),
    "paste": Pause(1600, "after a paste", "what was just pasted is complete"),
    "acceptance": Pause(500, "just accepted", "a suggestion was just accepted"),
}
_CONTRADICTED = Pause(2000, "contradicted", "the model's last word for this one was typed over")
_STATEMENT_END = Pause(1600, "statement ends", "the cursor is behind the end of a statement or of its head")
_NEW_LINE = Pause(80, "superseded", "a line was just begun")
_BEFORE_CODE = Pause(1600, "superseded", "the cursor is before the code of its line")
_MENDED_MS = 1600
"""Who deletes or puts in something before other code mends what stands there, and seldom goes on."""

_WORD = re.compile(r"(?<!\w)\w++$")
_MAY_FOLLOW = re.compile(r"[)\]}>\"'`;,:{\s]*+$")
"""What stands behind the cursor where code is being written: editors put in the most of it."""


def pause_before_asking(history: TypingHistory, before: str, after: str, offset: int) -> Pause:
    """What everything together asks for at `offset`, between these two parts of its line."""
    pauses = [_AFTER.get(history.last, NO_PAUSE)]
    start = word_start(before, offset)
    if start < offset and history.is_contradicted(start, offset):
        pauses.append(_CONTRADICTED)
    if _ends_statement(before):
        pauses.append(_STATEMENT_END)
    if not before.strip():
        pauses.append(_NEW_LINE)
    if not _MAY_FOLLOW.match(after):
        if history.last in ("deletion", "insertion"):
            pauses.append(_AFTER[history.last]._replace(ms=_MENDED_MS))
        if not before.strip():
            pauses.append(_BEFORE_CODE)
    longest = max(pauses, key=lambda pause: pause.ms)
    return longest._replace(ms=sum(pause.ms for pause in pauses))


def _ends_statement(before: str) -> bool:
    """Whether a statement or its head may end there: what closes inside an argument list ends none."""
    last = before.rstrip()[-1:]
    if last not in {*")]}"}:
        return last in {";", "{"}
    return before.count("(") + before.count("[") <= before.count(")") + before.count("]")


def word_start(line_prefix: str, offset: int) -> int:
    """Where the word before the cursor begins; the cursor itself where there is none."""
    word = _WORD.search(line_prefix)
    return offset - len(word[0]) if word else offset
