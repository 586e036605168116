"""Only comments may change: an answer that changed code gives its comments to the code as it was.

Told by the tokens of code before and after; a language whose code cannot be told from its documentation comes
with a warning. Best asked in a thread, as documents are parsed.
"""

import re

from pt_lsp.documents.lines import plain
from pt_lsp.documents.span import Span
from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.checks.comment_merging import merged
from pt_lsp.features.edit.checks.commented_code import CommentedCode
from pt_lsp.features.edit.region_format import RegionFormat
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.syntax.code_pieces import pieces_of


class CodeChanged(UnusableReply):
    """The model changed code, and no comment of its answer has a place in the code as it was."""

    def __init__(self) -> None:
        super().__init__(_CHANGED)


_CHANGED = (
    "The model changed the code where only documentation was asked for, and what it wrote fits nowhere in "
    "the code as it is; ask again."
)
_DIFFERS = "The new text changes code where only documentation may change; look at it before you accept it."
_ANNOTATIONS = {
    "php": re.compile(
        r"@(?:[A-Z\\][\w\\]*+|after|afterClass|backupGlobals|before|beforeClass|covers|dataProvider|depends"
        r"|group|requires|runInSeparateProcess|test|testWith|ticket)(?![\w\\])"
    ),
}
"""Words of documentation that programs read, as Doctrine and PHPUnit do."""
_LOST = (
    "`{}` of the old comment is missing in the new one, and programs may read it; look before you accept it."
)
_UNTOLD = "Whether only documentation changed cannot be told in this language; look before you accept it."


def read(request: EditRequest, region: str) -> CommentedCode | None:
    """Code and comments of a region that reads like that; None where they cannot be told apart."""
    region = plain(region)
    text, span = request.snapshot.text, request.region
    before = plain(text.slice(Span(0, span.start)))
    source = f"{before}{region}{plain(text.slice(Span(span.end, len(text))))}"
    pieces = pieces_of(source, request.snapshot.language_id, Span(len(before), len(before) + len(region)))
    return None if pieces is None else CommentedCode.of(pieces)


def with_code_kept(request: EditRequest, new: str) -> str:
    """The new text with the old one's code. Raises UnusableReply where comments cannot be taken alone."""
    old, written = plain(request.snapshot.text.slice(request.region)), plain(new)
    if old == written:
        return new
    before, after = read(request, old), read(request, written)
    if before is None or after is None:
        return new
    text = merged(before, after)
    kept = None if text is None else read(request, text)
    if text is None or kept is None or kept.tokens != before.tokens:
        raise CodeChanged
    is_same_code = after.tokens == before.tokens
    if text == old and not (is_same_code and after.comments() <= before.comments()):
        raise CodeChanged
    return new if text == written else RegionFormat(request).text_of(text.split("\n"))


def changed_code(request: EditRequest, new: str) -> str | None:
    """A sentence where code changed all the same, or where nothing can tell."""
    old = request.snapshot.text.slice(request.region)
    if plain(new) == plain(old):
        return None
    before, after = read(request, old), read(request, new)
    if before is None or after is None:
        return _UNTOLD
    if before.tokens != after.tokens:
        return _DIFFERS
    return _lost_annotation(request.snapshot.language_id, before, after)


def _lost_annotation(language_id: str, before: CommentedCode, after: CommentedCode) -> str | None:
    known = _ANNOTATIONS.get(language_id)
    if known is None:
        return None
    now = {word for comment in after.comments() for word in known.findall(comment)}
    were = (word for comment in sorted(before.comments()) for word in known.findall(comment))
    lost = next((word for word in were if word not in now), None)
    return None if lost is None else _LOST.format(lost)
