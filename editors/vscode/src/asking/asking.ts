/**
 * Runs the server's commands as a person has asked for them: with a progress that can be cancelled, and a failure
 * told in one sentence. Refuses to know what they do.
 */

import { type CancellationToken, languages, ProgressLocation, type TextDocument, window } from "vscode";
import {
  type BaseLanguageClient,
  ExecuteCommandRequest,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
} from "vscode-languageclient/node";
import type { EditProgress, StatusResult } from "../protocol.ts";
import { SELECTOR } from "./served.ts";

/** Commands that ask a model, and what their progress is called. */
const TITLES: Readonly<Record<string, string>> = {
  "ptLsp.edit": "Rewriting",
  "ptLsp.generate": "Generating",
  "ptLsp.fix": "Fixing",
  "ptLsp.document": "Documenting",
  "ptLsp.implement": "Implementing",
  "ptLsp.simplify": "Simplifying",
  "ptLsp.addTypes": "Adding types",
  "ptLsp.doComment": "Doing what the comment says",
  "ptLsp.writeTests": "Writing tests",
  "ptLsp.retryEdit": "Trying again",
  "ptLsp.explain": "Explaining",
  "ptLsp.probe": "Probing the endpoint",
};

/** How the progress of a command is followed; who follows it by himself shows and cancels it, too. */
export interface Following {
  readonly token: string;
  readonly cancel: CancellationToken;
  readonly onTitle?: (title: string) => void;
  readonly onMessage?: (message: string) => void;
}

export class Asking {
  #asked = 0;
  readonly #client: () => Promise<BaseLanguageClient | undefined>;

  /** `client` gives the running client, or has told why there is none. */
  constructor(client: () => Promise<BaseLanguageClient | undefined>) {
    this.#client = client;
  }

  /** The command's result; undefined if it was cancelled, or failed and that was told. */
  async ask<Result>(command: string, argument?: object, following?: Following): Promise<Result | undefined> {
    try {
      const result = await this.#run(command, argument === undefined ? [] : [argument], following);
      tellResult(result);
      return result as Result;
    } catch (error) {
      tellFailure(error);
      return undefined;
    }
  }

  /** Whether an edit that the person is about to ask for would be begun; what speaks against it is told. */
  async mayChange(document: TextDocument): Promise<boolean> {
    try {
      if (languages.match(SELECTOR, document) === 0) {
        throw new ResponseError(
          LSPErrorCodes.RequestFailed,
          "this document cannot be changed. Open the file itself.",
        );
      }
      const status = (await this.#run("ptLsp.status", [])) as StatusResult | undefined;
      if (status?.refusal) {
        const { message, ...data } = status.refusal;
        throw new ResponseError(LSPErrorCodes.RequestFailed, message, data);
      }
      return status !== undefined;
    } catch (error) {
      tellFailure(error);
      return false;
    }
  }

  /** Ends a command that is followed under this token: it answers with what had come. */
  async stop(token: string): Promise<void> {
    const client = await this.#client();
    await client?.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  }

  async #run(command: string, args: unknown[], following?: Following): Promise<unknown> {
    const client = await this.#client();
    if (!client) {
      return undefined;
    }
    if (following) {
      return this.#send(client, command, args, following);
    }
    const title = TITLES[command];
    if (title === undefined) {
      return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args });
    }
    return window.withProgress(
      { location: ProgressLocation.Notification, title: `PowerTokens: ${title}`, cancellable: true },
      (progress, cancel) => {
        this.#asked += 1;
        const onMessage = (message: string) => progress.report({ message });
        return this.#send(client, command, args, { token: `asked-${this.#asked}`, cancel, onMessage });
      },
    );
  }

  async #send(
    client: BaseLanguageClient,
    command: string,
    args: unknown[],
    { token, cancel, onTitle, onMessage }: Following,
  ): Promise<unknown> {
    const listening = client.onProgress(WorkDoneProgress.type, token, (value) => {
      if (value.kind === "begin") {
        onTitle?.(value.title);
      } else if (value.kind === "report" && value.message) {
        onMessage?.(value.message);
      }
    });
    try {
      const params = { command, arguments: args, workDoneToken: token };
      return await client.sendRequest(ExecuteCommandRequest.type, params, cancel);
    } finally {
      listening.dispose();
    }
  }
}

function tellResult(result: unknown): void {
  const { state, warning } = (result ?? {}) as { state?: string; warning?: string };
  if (warning && state !== "stopped") {
    // Of one that has stopped, the review tells, with what can be done.
    void window.showWarningMessage(`PowerTokens: ${warning}`);
  } else if (state === "unchanged") {
    window.setStatusBarMessage("PowerTokens: the answer changes nothing.", 5000);
  }
}

/** Tells what is to be known of an edit that nothing in the editor shows: it is gone, or nobody reviews it. */
export function tellLoss({ state, warning }: EditProgress): void {
  if ((state === "gone" || state === "applied") && warning) {
    window.setStatusBarMessage(`PowerTokens: ${warning}`, 10000);
  }
}

function tellFailure(error: unknown): void {
  if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) {
    return;
  }
  const sentence =
    error instanceof ResponseError && error.code === LSPErrorCodes.RequestFailed
      ? error.message
      : `The server does not answer (${error instanceof Error ? error.message : error}); see "PowerTokens: Show Log".`;
  void window.showErrorMessage(`PowerTokens: ${sentence}`);
}

/** What the person types when asked; undefined if they leave. */
export function askFor(prompt: string, example: string): Thenable<string | undefined> {
  return window.showInputBox({ title: "PowerTokens", prompt, placeHolder: `for example: ${example}` });
}
