"""One operation on its way to the editor: what it should lead to, and what came back so far.

Knows no document and no clock; the times it is given are seconds of one clock that never goes back.

What became of an operation is told by two things. The **echo**: at some moment since sending, the document as
the editor reports it read exactly as the operation should have made it. The **answer** to the request: a
refusal is always true; a yes is a claim, for some editors skip an edit for an older version and say yes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pt_lsp.documents.change import Change, apply
from pt_lsp.documents.text import Text
from pt_lsp.edits.region import Place

# After a yes and a newer version, an operation that was applied would have been reported by now.
QUIET_S = 0.3

# An editor that says nothing for so long will not say it any more.
TIMEOUT_S = 3.0


@dataclass(frozen=True, slots=True)
class Operation:
    """What to send: `changes`, in order and apart, count in `text`, the newest that the editor has reported.

    `version` is what to send as the document's version. `id` grows from operation to operation.
    """

    id: int
    edit_id: str
    version: int
    text: Text
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Flight:
    """An operation between sending and certainty.

    `places` are those of all edits when it was sent, `expected` is the document as it should become,
    `content` the edit's region therein. `since` collects what the editor has reported meanwhile, so that it
    can be counted as the user's after all. `is_ambiguous` tells of an echo that may have been the user's
    doing elsewhere.
    """

    operation: Operation
    content: str
    places: Mapping[str, Place]
    sent_s: float
    since: list[Change] = field(default_factory=list)
    has_landed: bool = False
    is_ambiguous: bool = False
    answered_s: float | None = None
    notified_s: float | None = None
    expected: Text = field(init=False)

    def __post_init__(self) -> None:
        self.expected = apply_together(self.base, self.operation.changes)

    @property
    def base(self) -> Text:
        """The document when it was sent."""
        return self.operation.text

    @property
    def due_s(self) -> float:
        """When waiting ends, unless something comes before."""
        if self.is_doubtful:
            return max(self.answered_s or 0.0, self.notified_s or 0.0) + QUIET_S
        return max(self.sent_s, self.answered_s or self.sent_s) + TIMEOUT_S

    @property
    def is_doubtful(self) -> bool:
        """Whether a yes came, and a newer version, but no echo: it was skipped if no more comes."""
        return not self.has_landed and self.answered_s is not None and self.notified_s is not None


def apply_together(text: Text, changes: Sequence[Change]) -> Text:
    """The text after changes that are in order, apart, and all count in `text`."""
    return apply(text, reversed(changes))
