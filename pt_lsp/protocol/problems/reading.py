"""Diagnostics as LSP has them, read as what fixes need of them: bounded, for others wrote them.

Refuses links: nothing that a diagnostic points to outside of open documents is looked at.
"""

import attrs
from lsprotocol import types

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.problems.diagnostic import Diagnostic, Gravity
from pt_lsp.features.edit.problems.kinds import kind_of, one_line
from pt_lsp.protocol.convert import span_of
from pt_lsp.protocol.session import Session

_MOST_RELATED = 10
_LONGEST_MESSAGE = 2_000
_LONGEST_RELATED = 600
_LONGEST_REPORTER = 80
_LONGEST_MARKED = 200
_GRAVITY: dict[types.DiagnosticSeverity | None, Gravity] = {
    None: "error",
    types.DiagnosticSeverity.Error: "error",
    types.DiagnosticSeverity.Warning: "warning",
}


def diagnostic_of(
    session: Session, snapshot: Snapshot, told: types.Diagnostic, *, is_brief: bool = False
) -> Diagnostic:
    """What was told of a snapshot; one that `is_brief` comes without what is related to it."""
    span = span_of(snapshot.text, told.range, session.encoding)
    related = () if is_brief else (told.related_information or ())[:_MOST_RELATED]
    message = told.message[:_LONGEST_MESSAGE]
    code = "" if told.code is None else str(told.code)
    marked = snapshot.text.slice(Span(span.start, min(span.end, span.start + _LONGEST_MARKED)))
    return Diagnostic(
        span,
        message,
        _said_by(told, code),
        tuple(_related_line(session, snapshot, each)[:_LONGEST_RELATED] for each in related),
        kind_of(told.source or "", code, message, marked),
        _GRAVITY.get(told.severity, "remark"),
    )


def brief(told: types.Diagnostic) -> types.Diagnostic:
    """As much of it as is read when it comes back, without what only its reporter can read."""
    related = told.related_information
    return attrs.evolve(
        told,
        message=told.message[:_LONGEST_MESSAGE],
        related_information=None if related is None else related[:_MOST_RELATED],
        data=None,
        tags=None,
        code_description=None,
    )


def _said_by(told: types.Diagnostic, code: str) -> str:
    """Who reports it and by which code; how grave it is where it is no error: `warning, ruff F401`."""
    severity = told.severity
    grade = "" if severity in {None, types.DiagnosticSeverity.Error} else str(severity.name).lower()
    reporter = one_line(f"{told.source or ''} {code}", _LONGEST_REPORTER)
    return ", ".join(part for part in (grade, reporter) if part)


def _related_line(session: Session, snapshot: Snapshot, related: types.DiagnosticRelatedInformation) -> str:
    """What was said of another place, and that place's line if its document is open and may be sent."""
    uri = related.location.uri
    document = session.find(uri)
    if document is None:
        return related.message
    if document.uri != snapshot.uri and not session.is_known_to_be_free(session.snapshot(uri)):
        return related.message
    row = min(related.location.range.start.line, document.text.n_lines - 1)
    return f"{related.message}: `{document.text.line_content(row).strip()}`"
