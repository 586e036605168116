/**
 * What this extension and the server say to each other beside LSP; docs/protocol.md describes it.
 * Written by `python -m tests.editors.vscode_protocol` from the server's own types: change those.
 */
import type {
  Diagnostic,
  DiagnosticSeverity,
  Position,
  Range,
  TextDocumentIdentifier,
} from "vscode-languageclient/node";

export type EditState = "running" | "pending" | "applied" | "unchanged" | "stopped" | "cancelled" | "failed" | "accepted" | "rejected" | "undone" | "gone";
export type ServerState = "ready" | "working" | "paused" | "noKey" | "offline" | "overBudget" | "error";
export type Fix = "setKey" | "openSettings" | "chooseModel" | "retry" | "showLog" | "none";
export const ERROR_CODES = ["contentFiltered", "editRefused", "emptyReply", "endpointFailed", "endpointTimeout", "endpointUnreachable", "excluded", "forbidden", "gitFailed", "internal", "invalidParams", "invalidRequest", "noKey", "notChatCompletions", "notOpen", "nothingChanged", "onlyThoughts", "overBudget", "promptTooLong", "quotaUsedUp", "rateLimited", "settingsError", "streamCut", "streamFailed", "textUnknown", "unauthorized", "unknownModel", "unpaid", "unsupported", "unusableReply"] as const;

/** An estimate in units of its currency. */
export interface CostFigures {
  readonly amount: number;
  readonly currency: string;
  readonly isEstimate: boolean;
  readonly basis: string;
  readonly requests: number;
}

/** Tokens as endpoints have counted them, or estimated where they have not. */
export interface TokenFigures {
  readonly prompt: number;
  readonly completion: number;
  readonly cached: number;
  readonly isEstimated: boolean;
}

/** Counts; shares are of 1, and null where nothing is known yet. Reuse is counted in all only. */
export interface Figures {
  readonly asked: number;
  readonly reused?: number;
  readonly shown: number;
  readonly accepted: number;
  readonly kept: number;
  readonly kept5min: number;
  readonly keptShare: number | null;
  readonly keptShare5min: number | null;
  readonly foreseenCharacters: number;
  readonly tokens: TokenFigures;
  readonly cost: CostFigures | null;
  readonly costs: readonly CostFigures[];
}

/** In all, then by language and by purpose. */
export interface GroupedFigures {
  readonly asked: number;
  readonly reused?: number;
  readonly shown: number;
  readonly accepted: number;
  readonly kept: number;
  readonly kept5min: number;
  readonly keptShare: number | null;
  readonly keptShare5min: number | null;
  readonly foreseenCharacters: number;
  readonly tokens: TokenFigures;
  readonly cost: CostFigures | null;
  readonly costs: readonly CostFigures[];
  readonly byLanguage: Readonly<Record<string, Figures>>;
  readonly byPurpose: Readonly<Record<string, Figures>>;
}

/** One change of an edit; `range` is where its new text stands, in the newest text told. */
export interface EditHunk {
  readonly id: string;
  readonly state: EditState;
  readonly range: Range;
  readonly oldText: string;
  readonly newText: string;
}

/** `ptLsp/editProgress`; without a range, and without hunks, when the document is not open. `stoppedBy` tells who has written inside of an edit that is `stopped`, if that is why. */
export interface EditProgress {
  readonly editId: string;
  readonly uri: string;
  readonly title: string;
  readonly state: EditState;
  readonly range: Range | null;
  readonly hunks: readonly EditHunk[];
  readonly warning: string | null;
  readonly stoppedBy: "typing" | "other" | null;
}

/** The `data` of a failed command's error: its kind, and the remedy that an editor may offer. */
export interface ErrorData {
  readonly code: string;
  readonly fix: Fix;
}

/** `ptLsp/status`; `failure` is the kind of what the message tells of. */
export interface ServerStatus {
  readonly state: ServerState;
  readonly message: string | null;
  readonly failure: ErrorData | null;
}

/** `ptLsp/explainDelta`: a piece of the explanation that was asked for with this `workDoneToken`. */
export interface ExplainDelta {
  readonly token: number | string;
  readonly delta: string;
}

/** `ptLsp/diagnostics`, a request to the editor: what it shows there, whoever reports it. */
export interface DiagnosticsParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly range: Range;
}

/** What the editor answers to `ptLsp/diagnostics`. */
export interface DiagnosticsResult {
  readonly diagnostics: readonly Diagnostic[];
}

/** Commands that edit, when the stream has ended; `warning` where something is to be known of it. `uri` where that is another document than the one that was asked about. */
export interface EditResult {
  readonly editId: string;
  readonly state: EditState;
  readonly hunks: readonly EditHunk[];
  readonly uri?: string;
  readonly warning?: string;
}

/** `ptLsp.acceptEdit`, `ptLsp.rejectEdit`. */
export interface VerdictResult {
  readonly state: EditState;
  readonly hunks: readonly EditHunk[];
}

/** `ptLsp.explain`; what had come, with the state, where its progress was cancelled. The `range` that is explained is for who shows the explanation. */
export interface ExplainResult {
  readonly markdown: string;
  readonly state?: "cancelled";
  readonly range?: Range;
}

/** One finding of a review, as it is published. */
export interface FindingResult {
  readonly uri: string;
  readonly range: Range;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
}

/** `ptLsp.review`: what was found and placed; a `message` where something is to be known of it. */
export interface ReviewResult {
  readonly findings: readonly FindingResult[];
  readonly state?: "cancelled";
  readonly message?: string;
}

/** `ptLsp.commitMessage`; empty, with the state, where its progress was cancelled. */
export interface CommitMessageResult {
  readonly message: string;
  readonly state?: "cancelled";
}

/** `ptLsp.pause`: whether automatic completion is paused there now. */
export interface PauseResult {
  readonly paused: boolean;
}

/** `ptLsp.snooze`: nothing unasked until then (ISO 8601, UTC); null where the snooze is over. */
export interface SnoozeResult {
  readonly until: string | null;
}

/** `ptLsp.models`; a `message` where the endpoint does not tell. */
export interface ModelsResult {
  readonly models: readonly string[];
  readonly current: string;
  readonly message?: string;
}

/** `ptLsp.useModel`: the model in force, and what there is to know about it. */
export interface UseModelResult {
  readonly current: string;
  readonly message: string;
}

/** `ptLsp.probe`. */
export interface ProbeFindings {
  readonly fillWays: readonly string[];
  readonly isStreaming: boolean;
  readonly firstTokenMs: number;
  readonly stopLimit: number | null;
}

/** What this server has spent since it started. */
export interface UsageResult {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  readonly isEstimated: boolean;
  readonly costs: readonly CostFigures[];
}

/** The user's limits in tokens, null without one; a day's is of all servers together. */
export interface BudgetResult {
  readonly tokensPerMinute: number | null;
  readonly tokensPerDay: number | null;
  readonly spentThisMinute: number;
  readonly spentToday: number;
}

/** What a command that asks a model would fail with now. */
export interface Refusal {
  readonly code: string;
  readonly fix: Fix;
  readonly message: string;
}

/** Where nothing is offered unasked, for now; `until` (ISO 8601, UTC) is the end of a snooze. */
export interface PausesResult {
  readonly everywhere: boolean;
  readonly until: string | null;
  readonly languages: readonly string[];
  readonly uris: readonly string[];
}

/** One of the user's own actions, or of a project's, for `ptLsp.action`. */
export interface OwnActionResult {
  readonly id: string;
  readonly title: string;
}

/** `ptLsp.status`; the endpoint as its host, null where nothing may be sent. `refusal` is null where what the user asks for would be sent. */
export interface StatusResult {
  readonly state: ServerState;
  readonly message: string | null;
  readonly failure: ErrorData | null;
  readonly model: string;
  readonly models: Readonly<Record<string, string>>;
  readonly endpoint: string | null;
  readonly refusal: Refusal | null;
  readonly usage: UsageResult;
  readonly budget: BudgetResult;
  readonly pauses: PausesResult;
  readonly actions: readonly OwnActionResult[];
  readonly hiddenActions: readonly string[];
}

/** `ptLsp.describeActions`. */
export interface PageResult {
  readonly markdown: string;
}

/** `ptLsp.showPrompt`. */
export interface PromptResult {
  readonly markdown: string;
}

/** Why a completion was not shown; the position is null where its document is not open any more. */
export interface ReasonResult {
  readonly time: string;
  readonly uri: string;
  readonly position: Position | null;
  readonly reason: string;
  readonly detail: string;
}

/** `ptLsp.whyNoCompletion`, newest first. */
export interface ReasonsResult {
  readonly reasons: readonly ReasonResult[];
}

/** What is done with a range. `ptLsp.document`, `ptLsp.implement`, `ptLsp.simplify`, `ptLsp.addTypes`, `ptLsp.doComment`, `ptLsp.writeTests`, `ptLsp.explain`. */
export interface RegionArguments {
  readonly textDocument: TextDocumentIdentifier;
  readonly range: Range;
}

/** `ptLsp.edit`. */
export interface EditArguments {
  readonly textDocument: TextDocumentIdentifier;
  readonly range: Range;
  readonly instruction: string;
}

/** `ptLsp.generate`. */
export interface GenerateArguments {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
  readonly instruction: string;
}

/** `ptLsp.fix`: without diagnostics, what the editor shows in the range, else whatever is wrong. */
export interface FixArguments {
  readonly textDocument: TextDocumentIdentifier;
  readonly range: Range;
  readonly diagnostics?: readonly Diagnostic[] | null;
}

/** `ptLsp.fixAll`: all problems in the document that are of the same kind. */
export interface FixAllArguments {
  readonly textDocument: TextDocumentIdentifier;
  readonly diagnostic: Diagnostic;
}

/** `ptLsp.action`: without diagnostics, what the editor shows there, where the action wants to know. */
export interface ActionArguments {
  readonly id: string;
  readonly textDocument: TextDocumentIdentifier;
  readonly range: Range;
  readonly diagnostics?: readonly Diagnostic[] | null;
}

/** `ptLsp.explainDiagnostic`: the problem is where its own range says. */
export interface ExplainDiagnosticArguments {
  readonly textDocument: TextDocumentIdentifier;
  readonly range: Range;
  readonly diagnostic: Diagnostic;
}

/** `ptLsp.review`: without a range the whole document; without a document what has changed in a folder. */
export interface CodeReviewArguments {
  readonly textDocument?: TextDocumentIdentifier | null;
  readonly range?: Range | null;
  readonly folder?: string | null;
}

/** `ptLsp.commitMessage`: without a folder (its URI), the only one, or that of the document used last. With a document that git has opened for a message it is an edit of that. */
export interface CommitMessageArguments {
  readonly folder?: string | null;
  readonly textDocument?: TextDocumentIdentifier | null;
}

/** `ptLsp.clearReview`: without a document, of all. */
export interface ClearReviewArguments {
  readonly textDocument?: TextDocumentIdentifier | null;
}

/** `ptLsp.cancel`: without an edit, everything that runs. */
export interface CancelArguments {
  readonly editId?: string | null;
}

/** `ptLsp.pause`: without a language and a document, everywhere. */
export interface PauseArguments {
  readonly on: boolean;
  readonly languageId?: string | null;
  readonly uri?: string | null;
}

/** `ptLsp.snooze`: from now on; 0 ends it. */
export interface SnoozeArguments {
  readonly minutes: number;
}

/** `ptLsp.useModel`. */
export interface UseModelArguments {
  readonly model: string;
}

/** `ptLsp.acceptEdit`, `ptLsp.rejectEdit`: without a hunk, all that is undecided. */
export interface ReviewArguments {
  readonly editId: string;
  readonly hunk?: string | null;
}

/** `ptLsp.retryEdit`: without an instruction, the same once more. */
export interface RetryArguments {
  readonly editId: string;
  readonly instruction?: string | null;
}

/** `ptLsp.completionAccepted`. */
export interface CompletionAcceptedArguments {
  readonly id: string;
}
