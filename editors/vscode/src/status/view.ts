/** All that the status item and its menu show, and how it reads there. No editor is needed for that. */
import { type Failure, failureOf, type KeyOrigin } from "../asking/failures.ts";
import type { CostFigures, ServerState, ServerStatus, StatusResult } from "../protocol.ts";
import { versionNote } from "../setup/versions.ts";

/** How things stand: as the server tells it, or as the extension sees a server that does not run. */
export interface Standing {
  readonly state: ServerState | "starting";
  readonly failure?: Failure;
}

export interface View {
  readonly standing: Standing;
  /** What `ptLsp.status` answered last, and when; nothing while the server does not run. */
  readonly details?: { readonly told: StatusResult; readonly at: Date };
  readonly isKeyStored: boolean;
  /** Whether the embedded model answers in place of the endpoint. */
  readonly isEmbedded: boolean;
  readonly extensionVersion: string;
  readonly serverVersion?: string;
}

/** How things stand as the server tells it. */
export function standingOf({ state, message, failure }: ServerStatus, key: KeyOrigin): Standing {
  return message !== null && failure ? { state, failure: failureOf(message, failure, key) } : { state };
}

const WORDS: Readonly<Record<string, string>> = { noKey: "no key", overBudget: "over budget" };
const WRONG = new Set(["noKey", "error", "overBudget"]);

/** Whether somebody has to see to it. */
export function isWrong({ standing: { state } }: View): boolean {
  return WRONG.has(state);
}

/** `PowerTokens: no key`. */
export function headline(view: View): string {
  const { state } = view.standing;
  const until = state === "paused" ? view.details?.told.pauses.until : undefined;
  const end = until ? ` until ${clock(new Date(until))}` : "";
  return `PowerTokens: ${WORDS[state] ?? state}${end}`;
}

/** What the item says; the name of the product stands first. */
export function itemText(view: View): string {
  const model = view.isEmbedded ? " (embedded model)" : "";
  return `${headline(view)}${model}${view.standing.state === "working" ? " $(sync~spin)" : ""}`;
}

/** Its tooltip, a paragraph each; the first is the headline. Others have written parts of it. */
export function paragraphs(view: View): string[] {
  const { standing, details } = view;
  const lines = [headline(view)];
  if (standing.failure) {
    lines.push(standing.failure.sentence);
  }
  if (details) {
    lines.push(modelLine(view, details.told), ...usageLines(details.told, details.at));
  }
  const server = view.serverVersion ? `, server ${view.serverVersion}` : "";
  const note = versionNote(view.serverVersion, view.extensionVersion);
  return [...lines, `Extension ${view.extensionVersion}${server}`, ...(note ? [note] : [])];
}

/** What a screen reader says of it. */
export function spoken(view: View): string {
  const note = versionNote(view.serverVersion, view.extensionVersion);
  return [`${headline(view)}.`, view.standing.failure?.sentence, note].filter(Boolean).join(" ");
}

/** Which model is asked where. */
export function modelLine({ isEmbedded }: View, { model, models, endpoint }: StatusResult): string {
  if (isEmbedded) {
    return "The embedded toy model answers, on this machine";
  }
  const others = Object.entries(models).filter(([, each]) => each !== model);
  const exceptions = others.map(([job, each]) => `, ${each} for ${job}`).join("");
  return `${model}${exceptions}${endpoint === null ? "" : ` at ${endpoint}`}`;
}

function usageLines({ usage, budget }: StatusResult, at: Date): string[] {
  const limit = budget.tokensPerDay === null ? "" : ` of ${number(budget.tokensPerDay)}`;
  const today = `Today ${number(budget.spentToday)}${limit} tokens (at ${clock(at)})`;
  if (usage.promptTokens + usage.completionTokens === 0) {
    return [today];
  }
  const sum = number(usage.promptTokens + usage.completionTokens);
  const cost = usage.costs.length > 0 ? `, ${money(usage.costs)}` : "";
  return [today, `This server ${usage.isEstimated ? "about " : ""}${sum} tokens${cost}`];
}

/** An estimate in each currency. */
export function money(costs: readonly CostFigures[]): string {
  return costs
    .map(({ amount, currency }) => `about ${amount.toFixed(amount < 1 ? 4 : 2)} ${currency}`)
    .join(", ");
}

export function number(value: number): string {
  return value.toLocaleString("en-US");
}

/** `9:05`, as the clock on the wall shows it. */
export function clock(time: Date): string {
  return `${time.getHours()}:${`${time.getMinutes()}`.padStart(2, "0")}`;
}
