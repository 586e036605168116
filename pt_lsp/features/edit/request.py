"""An edit as it was asked for: which part of a document is rewritten, and how the new text goes there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pt_lsp.documents.lines import end_of_line
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.documents.text import Text
from pt_lsp.features.edit.actions.fix import UNTOLD
from pt_lsp.features.edit.actions.recipe import Recipe
from pt_lsp.features.edit.instructed import OwnComment, instructed, own_comment
from pt_lsp.features.edit.problems.diagnostic import Diagnostic
from pt_lsp.features.edit.region import chosen_region, joint_region, selected_region
from pt_lsp.features.edit.test_writing.insertion import insertion_into
from pt_lsp.features.edit.test_writing.tested import CodeToTest

Shape = Literal["lines", "lines before", "inline"]
"""The new text replaces whole lines, is whole lines before a line, or stands inside a line."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A new text of the region that was tried, and what is wrong with it, each as prompts list it."""

    text: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditRequest:
    """The region of a snapshot, what shall happen to it, and how the edit is called."""

    snapshot: Snapshot
    region: Span
    instruction: str
    title: str
    recipe: Recipe
    shape: Shape = "lines"
    diagnostics: tuple[Diagnostic, ...] = ()
    further: tuple[str, ...] = ()
    """What the user has added to the instruction when trying again, oldest first."""
    n_retries: int = 0
    attempt: Attempt | None = None
    """What an automatic second try shall do better."""
    own_comment: OwnComment | None = None
    """The comment that holds the instruction; the new text comes without it."""
    tested: CodeToTest | None = None
    """What tests are asked for, where they are."""
    beside: str = ""
    """What the prompt shows beside the file and what is related: code to test."""
    is_about_document: bool = True
    """Something of the document is sent, which may have to stay on the machine."""
    reading: Callable[[str], Text] | None = None
    """How the document reads with new text, where that changes more than the region."""

    def text_with(self, new: str) -> Text:
        """The document with new text."""
        return self.snapshot.text.replace(self.region, new) if self.reading is None else self.reading(new)


def edit_request(
    snapshot: Snapshot,
    recipe: Recipe,
    span: Span,
    *,
    words: str | None = None,
    diagnostics: Sequence[Diagnostic] = (),
) -> EditRequest:
    """What an action asks for, at what the user selected; `words` are the user's own instruction.

    Raises EditRefused where the instruction is to be in a comment, and is not.
    """
    if recipe.region == "commented":
        return _commented_request(snapshot, recipe, span)
    region, shape = region_of(snapshot, recipe, span)
    if recipe.takes == "problems" and not diagnostics:
        recipe = recipe._replace(instruction=UNTOLD)
    return EditRequest(
        snapshot,
        region,
        recipe.worded(words),
        recipe.titled(words),
        recipe,
        shape,
        tuple(diagnostics),
    )


def request_for_all(
    snapshot: Snapshot, recipe: Recipe, diagnostics: Sequence[Diagnostic], chosen: int
) -> EditRequest:
    """What an action asks for at problems in their order: at those around the chosen one that fit."""
    region, held = joint_region(snapshot, recipe.region, [each.span for each in diagnostics], chosen)
    region = _behind_mark(snapshot.text, region)
    told = tuple(diagnostics[held.start : held.stop])
    return EditRequest(snapshot, region, recipe.worded(None), recipe.titled(None), recipe, diagnostics=told)


def _commented_request(snapshot: Snapshot, recipe: Recipe, span: Span) -> EditRequest:
    region, comment = instructed(snapshot, span)
    region = _behind_mark(snapshot.text, region)
    own = own_comment(snapshot.text, region, comment)
    words = recipe.worded(comment.instruction)
    return EditRequest(snapshot, region, words, recipe.titled(None), recipe, own_comment=own)


def region_of(snapshot: Snapshot, recipe: Recipe, span: Span) -> tuple[Span, Shape]:
    """The region of an action for what the user selected; whole lines without the last line's end.

    A selection that is to be rewritten is the user's choice, all else is ours. New text replaces a blank
    line, is whole lines before a line with text at whose start it goes, else inline. A byte order mark is no
    part of any region.
    """
    span = _behind_mark(snapshot.text, span)
    if recipe.region == "place":
        return _place_for_new_text(snapshot.text, span.start)
    if recipe.region == "selection" and not span.is_empty:
        region = selected_region(snapshot.text, span)
    else:
        region = chosen_region(snapshot, recipe.region, span)
    return _behind_mark(snapshot.text, region), "lines"


def _place_for_new_text(text: Text, offset: int) -> tuple[Span, Shape]:
    line = text.line_at(offset)
    whole = _behind_mark(text, Span(text.line_start(line), end_of_line(text, line)))
    if not text.slice(whole).strip():
        return whole, "lines"
    shape: Shape = "lines before" if whole.start == offset else "inline"
    return Span(offset, offset), shape


def _behind_mark(text: Text, span: Span) -> Span:
    """The span without the byte order mark at the start of the text: an editor may show it to us."""
    n_marks = int(text.line(0).startswith("\ufeff"))
    return Span(max(span.start, n_marks), max(span.end, n_marks))


def asked_again(request: EditRequest, snapshot: Snapshot, region: Span, words: str | None) -> EditRequest:
    """The same for the region of a later snapshot; `words` are a further instruction beside the first."""
    if request.tested is not None:
        region = insertion_into(snapshot.text, snapshot.language_id, request.tested.names).region
    n, end = region.start - request.region.start, len(snapshot.text)

    def moved(span: Span) -> Span:
        # What the user typed since may have shortened the text.
        return Span(*(min(max(offset + n, 0), end) for offset in (span.start, span.end)))

    added = (words or "").strip()
    return replace(
        request,
        snapshot=snapshot,
        region=region,
        diagnostics=tuple(replace(each, span=moved(each.span)) for each in request.diagnostics),
        further=(*request.further, added) if added else request.further,
        n_retries=request.n_retries + 1,
    )
