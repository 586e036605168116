"""What an action is: its name, where it is offered, what is rewritten and how it is asked for.

Nothing but data, and next to no imports: capabilities, code actions, commands, the menus of both companions
and docs/actions.md come from it. What the names mean is done elsewhere: `region`, `offers`, `checks`.
"""

from typing import Literal, NamedTuple

Kind = Literal["", "quickfix", "refactor.rewrite", "source"]
"""Of a code action, as in LSP."""
Menu = Literal["instruct", "change", "add", "explain"]
"""Actions that stand together."""
Region = Literal["selection", "definition", "described definition", "place", "commented"]
"""Which lines are rewritten: those selected; the definition around, with the comments above it or without;
none, where new text goes; an instruction comment with what it is about."""
Offer = Literal[
    "in menus",
    "problem",
    "problem kind",
    "code",
    "definition",
    "left open",
    "types missing",
    "instruction comment",
    "code to test",
]
"""Where it is among the code actions: nowhere, for each problem, for each kind of which there are several, on
any code, in a definition or for a selection, where a stub or a TODO is, where types could be written, on a
comment that says what to do, in a source that is no test."""
Takes = Literal["range", "words", "problems", "problem"]
"""What one says beside the place, or of all in a file that are like one problem."""
Output = Literal["edit", "explain"]
Check = Literal["code stays", "typed by comments", "names stay"]
"""What has to hold of the new text beside its syntax; by comments types are told where code can hold none."""
Advice = Literal["", "documentation", "types", "open ends"]
"""What is told of language and file beside the instruction: how they document code or write types, what the
code leaves open."""

LONGEST_TITLE = 27
"""What fits into the label of an edit."""


class BeforeAfter(NamedTuple):
    """A few lines before and after, for people."""

    language_id: str
    before: str
    after: str


class Recipe(NamedTuple):
    """One action. `id` names its command, `ptLsp.<id>`."""

    id: str
    title: str
    does: str
    """For people: a sentence, in the third person."""
    doing: str
    """What its progress is called."""
    kind: Kind
    menu: Menu
    region: Region
    offer: Offer
    takes: Takes
    example: BeforeAfter
    instruction: str = ""
    """For the model; empty where the user's own words are all of it."""
    output: Output = "edit"
    checks: tuple[Check, ...] = ()
    advice: Advice = ""

    @property
    def command(self) -> str:
        """The name of its command."""
        return f"ptLsp.{self.id}"

    def titled(self, words: str | None) -> str:
        """A short name for progress and undo: its own, or the beginning of the user's words."""
        said = " ".join((words or "").split()) if self.takes == "words" else ""
        said = said or self.title.removesuffix("...")
        return said if len(said) <= LONGEST_TITLE else said[: LONGEST_TITLE - 3].rstrip() + "..."

    def worded(self, words: str | None) -> str:
        """What the model is told: its own instruction, and the user's words."""
        return " ".join(part for part in (self.instruction, (words or "").strip()) if part)
