"""What commands answer and what we tell the editor, as JSON has it; docs/protocol.md describes it.

`editors/vscode/src/protocol.ts` is written from here and from `extensions`.
"""

from typing import Literal, NotRequired, TypedDict

from lsprotocol import types

from pt_lsp.edits.states import EditState, Stopper
from pt_lsp.errors import Fix
from pt_lsp.protocol.status import State
from pt_lsp.store.figures import CostFigures


class EditHunk(TypedDict):
    """One change of an edit; `range` is where its new text stands, in the newest text told."""

    id: str
    state: EditState
    range: types.Range
    oldText: str
    newText: str


class EditProgress(TypedDict):
    """`ptLsp/editProgress`; without a range, and without hunks, when the document is not open.

    `stoppedBy` tells who has written inside of an edit that is `stopped`, if that is why.
    """

    editId: str
    uri: str
    title: str
    state: EditState
    range: types.Range | None
    hunks: list[EditHunk]
    warning: str | None
    stoppedBy: Stopper | None


class ErrorData(TypedDict):
    """The `data` of a failed command's error: its kind, and the remedy that an editor may offer."""

    code: str
    fix: Fix


class ServerStatus(TypedDict):
    """`ptLsp/status`; `failure` is the kind of what the message tells of."""

    state: State
    message: str | None
    failure: ErrorData | None


class ExplainDelta(TypedDict):
    """`ptLsp/explainDelta`: a piece of the explanation that was asked for with this `workDoneToken`."""

    token: types.ProgressToken
    delta: str


class DiagnosticsParams(TypedDict):
    """`ptLsp/diagnostics`, a request to the editor: what it shows there, whoever reports it."""

    textDocument: types.TextDocumentIdentifier
    range: types.Range


class DiagnosticsResult(TypedDict):
    """What the editor answers to `ptLsp/diagnostics`."""

    diagnostics: list[types.Diagnostic]


class EditResult(TypedDict):
    """Commands that edit, when the stream has ended; `warning` where something is to be known of it.

    `uri` where that is another document than the one that was asked about.
    """

    editId: str
    state: EditState
    hunks: list[EditHunk]
    uri: NotRequired[str]
    warning: NotRequired[str]


class VerdictResult(TypedDict):
    """`ptLsp.acceptEdit`, `ptLsp.rejectEdit`."""

    state: EditState
    hunks: list[EditHunk]


class ExplainResult(TypedDict):
    """`ptLsp.explain`; what had come, with the state, where its progress was cancelled.

    The `range` that is explained is for who shows the explanation.
    """

    markdown: str
    state: NotRequired[Literal["cancelled"]]
    range: NotRequired[types.Range]


class FindingResult(TypedDict):
    """One finding of a review, as it is published."""

    uri: str
    range: types.Range
    severity: types.DiagnosticSeverity
    message: str


class ReviewResult(TypedDict):
    """`ptLsp.review`: what was found and placed; a `message` where something is to be known of it."""

    findings: list[FindingResult]
    state: NotRequired[Literal["cancelled"]]
    message: NotRequired[str]


class CommitMessageResult(TypedDict):
    """`ptLsp.commitMessage`; empty, with the state, where its progress was cancelled."""

    message: str
    state: NotRequired[Literal["cancelled"]]


class PauseResult(TypedDict):
    """`ptLsp.pause`: whether automatic completion is paused there now."""

    paused: bool


class SnoozeResult(TypedDict):
    """`ptLsp.snooze`: nothing unasked until then (ISO 8601, UTC); null where the snooze is over."""

    until: str | None


class ModelsResult(TypedDict):
    """`ptLsp.models`; a `message` where the endpoint does not tell."""

    models: list[str]
    current: str
    message: NotRequired[str]


class UseModelResult(TypedDict):
    """`ptLsp.useModel`: the model in force, and what there is to know about it."""

    current: str
    message: str


class ProbeFindings(TypedDict):
    """`ptLsp.probe`."""

    fillWays: list[str]
    isStreaming: bool
    firstTokenMs: int
    stopLimit: int | None


class UsageResult(TypedDict):
    """What this server has spent since it started."""

    promptTokens: int
    completionTokens: int
    cachedTokens: int
    isEstimated: bool
    costs: list[CostFigures]


class BudgetResult(TypedDict):
    """The user's limits in tokens, null without one; a day's is of all servers together."""

    tokensPerMinute: int | None
    tokensPerDay: int | None
    spentThisMinute: int
    spentToday: int


class Refusal(ErrorData):
    """What a command that asks a model would fail with now."""

    message: str


class PausesResult(TypedDict):
    """Where nothing is offered unasked, for now; `until` (ISO 8601, UTC) is the end of a snooze."""

    everywhere: bool
    until: str | None
    languages: list[str]
    uris: list[str]


class OwnActionResult(TypedDict):
    """One of the user's own actions, or of a project's, for `ptLsp.action`."""

    id: str
    title: str


class StatusResult(TypedDict):
    """`ptLsp.status`; the endpoint as its host, null where nothing may be sent.

    `refusal` is null where what the user asks for would be sent.
    """

    state: State
    message: str | None
    failure: ErrorData | None
    model: str
    models: dict[str, str]
    endpoint: str | None
    refusal: Refusal | None
    usage: UsageResult
    budget: BudgetResult
    pauses: PausesResult
    actions: list[OwnActionResult]
    hiddenActions: list[str]


class PageResult(TypedDict):
    """`ptLsp.describeActions`."""

    markdown: str


class PromptResult(TypedDict):
    """`ptLsp.showPrompt`."""

    markdown: str


class ReasonResult(TypedDict):
    """Why a completion was not shown; the position is null where its document is not open any more."""

    time: str
    uri: str
    position: types.Position | None
    reason: str
    detail: str


class ReasonsResult(TypedDict):
    """`ptLsp.whyNoCompletion`, newest first."""

    reasons: list[ReasonResult]
