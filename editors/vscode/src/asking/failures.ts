/**
 * What a person is told of a failure, and what may cure it. The server's sentences name remedies of the command
 * line; here they are VS Code's own. No editor is needed for that.
 */
import type { ERROR_CODES, ErrorData, Fix } from "../protocol.ts";

export type ErrorCode = (typeof ERROR_CODES)[number];
export type Cure = Exclude<Fix, "none"> | "installServer" | "restartServer";

export interface Failure {
  readonly sentence: string;
  /** The likeliest first. */
  readonly cures: readonly Cure[];
  /** The setting that the sentence names, without `ptLsp.`. */
  readonly setting?: string;
  /** The settings file that it names: what is wrong stands there, and not in VS Code's settings. */
  readonly file?: string;
}

/** What is known of where the API key comes from, in the order in which the server looks for it. */
export type KeyOrigin = "environment" | "command" | "stored" | "unknown";

/** Fails with a failure that is worded already. */
export class Refusal extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.sentence);
    this.failure = failure;
  }
}

/** The person has cancelled it: there is nothing to tell. */
export class Cancelled extends Error {}

export const CURE_TITLES: Readonly<Record<Cure, string>> = {
  setKey: "Set API Key",
  openSettings: "Open Settings",
  chooseModel: "Choose Model",
  installServer: "Install Server",
  restartServer: "Restart Server",
  showLog: "Show Log",
  retry: "Retry",
};

const REFUSED_KEY: Readonly<Record<KeyOrigin, Failure>> = {
  stored: { sentence: "The stored API key was refused. Set the right one.", cures: ["setKey"] },
  environment: {
    sentence:
      "The API key in the environment variable POWERTOKENS_API_KEY was refused. Change it there and start VS Code again: it counts before a stored one.",
    cures: ["showLog"],
  },
  command: {
    sentence: "The API key that the command of endpoint.apiKeyCommand gives was refused.",
    cures: ["openSettings"],
    setting: "endpoint.apiKeyCommand",
  },
  unknown: {
    sentence:
      "The API key was refused, or there is none. Set the right one; a key in the system keyring or of a command in config.toml counts before it.",
    cures: ["setKey"],
  },
};

/** Kinds for which the server's sentence would lead astray here. */
const OWN: Readonly<Partial<Record<ErrorCode, (message: string, key: KeyOrigin) => Failure>>> = {
  noKey: () => ({
    sentence: "There is no API key. Create one in your account at the endpoint, and set it here.",
    cures: ["setKey"],
  }),
  unauthorized: (_message, key) => REFUSED_KEY[key],
  notOpen: () => ({
    sentence: "The server does not know this document. Close and open it again.",
    cures: [],
  }),
  invalidParams: (message) => ({
    sentence: `The server does not take what the extension asks for: ${withPoint(message)} One of the two is out of date.`,
    cures: ["showLog"],
  }),
};

/** What follows in the server's sentences is for a terminal. */
const FOR_TERMINALS = /[;,:] choose one as endpoint\.model or with `pt-lsp .*$/s;
const SETTING = /\b(?:actions|budget|completion|context|edits|endpoint|explain|privacy|server)\.[a-z]\w*\b/;
const FILE = /(?:\/|[A-Za-z]:\\)[^`'"]*?\.toml\b/;
const EXTENSION = "powertokens.pt-lsp";

/** The failure that the server tells of, in an error or in its status. */
export function failureOf(message: string, { code, fix }: ErrorData, key: KeyOrigin): Failure {
  const own = OWN[code as ErrorCode];
  if (own) {
    return own(message, key);
  }
  const sentence = withPoint(message.replace(FOR_TERMINALS, ""));
  // Files have the names of settings in snake case.
  const setting = SETTING.exec(sentence)?.[0].replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const file = FILE.exec(sentence)?.[0];
  const cures: Cure[] = fix === "none" ? [] : [fix];
  if (setting && fix !== "openSettings") {
    cures.push("openSettings");
  }
  return { sentence, cures, ...(setting && { setting }), ...(file && { file }) };
}

/** A command of VS Code with what it takes; a path where that is a file. */
export interface Call {
  readonly command: string;
  readonly argument?: unknown;
  readonly file?: string;
}

const CALLS: Readonly<Record<Exclude<Cure, "retry" | "openSettings">, string>> = {
  setKey: "powertokens.setApiKey",
  chooseModel: "powertokens.chooseModel",
  installServer: "powertokens.installServer",
  restartServer: "powertokens.restartServer",
  showLog: "powertokens.showLog",
};

/** How a cure is begun. */
export function callOf(cure: Exclude<Cure, "retry">, { setting, file }: Failure): Call {
  if (cure !== "openSettings") {
    return { command: CALLS[cure] };
  }
  if (file) {
    return { command: "vscode.open", file };
  }
  const argument = setting ? `@id:ptLsp.${setting}` : `@ext:${EXTENSION}`;
  return { command: "workbench.action.openSettings", argument };
}

/** What the language client rejects a request with: `code` is JSON-RPC's. */
export interface Rejection {
  readonly code?: unknown;
  readonly message?: string;
  readonly data?: unknown;
}

/** Where the person has not, the server has cancelled it: it was told to end. */
const CANCELLED = new Set<unknown>([-32800, -32802]);
const INTERNAL_ERROR = -32603;
/** As vscode-jsonrpc numbers a connection that was lost before, or while, something was asked. */
const LOST = new Set<unknown>([-32096, -32097, -32098, -32099]);
const LOST_WORDS = /^Connection (is|got) (closed|disposed)/;

/** What a request was rejected with; `isLeft`: the person has cancelled it. */
export function reasonOf(error: unknown, isLeft: boolean): unknown {
  return isLeft && CANCELLED.has((error as Rejection | null)?.code) ? new Cancelled() : error;
}

/** Why a command failed; undefined where it was cancelled. `isEdit`: it may have changed the document by then. */
export function failureOfCommand(error: unknown, isEdit: boolean, key: KeyOrigin): Failure | undefined {
  if (error instanceof Cancelled) {
    return undefined;
  }
  if (error instanceof Refusal) {
    return error.failure;
  }
  const { code, message = `${error}`, data } = (error ?? {}) as Rejection;
  if (CANCELLED.has(code) || LOST.has(code) || LOST_WORDS.test(message)) {
    return lost(isEdit);
  }
  if (isErrorData(data)) {
    return failureOf(message, data, key);
  }
  if (typeof code === "number" && code < 0) {
    const kind = code === INTERNAL_ERROR ? "internal" : "invalidParams";
    return failureOf(message, { code: kind, fix: "showLog" }, key);
  }
  return {
    sentence: `The server does not answer: ${withPoint(message)}`,
    cures: ["restartServer", "showLog"],
  };
}

function lost(isEdit: boolean): Failure {
  const sentence = "The server ended in the middle of this, and is started again.";
  // Another try would rewrite what the first has left half done.
  return isEdit
    ? { sentence: `${sentence} What it had written by then can be rejected.`, cures: ["showLog"] }
    : { sentence, cures: ["retry", "showLog"] };
}

function isErrorData(data: unknown): data is ErrorData {
  return typeof (data as ErrorData | null)?.code === "string";
}

/** A sentence, whoever has written it. */
export function withPoint(sentence: string): string {
  return /[.!?]$/.test(sentence.trimEnd()) ? sentence : `${sentence}.`;
}
