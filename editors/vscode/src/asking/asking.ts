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

export class Asking {
  #asked = 0;
  readonly #client: () => Promise<BaseLanguageClient | undefined>;

  /** `client` gives the running client, or has told why there is none. */
  constructor(client: () => Promise<BaseLanguageClient | undefined>) {
    this.#client = client;
  }

  /** The command's result; undefined if it was cancelled, or failed and that was told. */
  async ask<Result>(command: string, argument?: object): Promise<Result | undefined> {
    try {
      const result = await this.#run(command, argument === undefined ? [] : [argument]);
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

  async #run(command: string, args: unknown[]): Promise<unknown> {
    const client = await this.#client();
    if (!client) {
      return undefined;
    }
    const title = TITLES[command];
    if (title === undefined) {
      return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args });
    }
    return window.withProgress(
      { location: ProgressLocation.Notification, title: `PowerTokens: ${title}`, cancellable: true },
      (progress, cancel) =>
        this.#send(client, command, args, cancel, (message) => progress.report({ message })),
    );
  }

  async #send(
    client: BaseLanguageClient,
    command: string,
    args: unknown[],
    cancel: CancellationToken,
    report: (message: string) => void,
  ): Promise<unknown> {
    this.#asked += 1;
    const workDoneToken = `asked-${this.#asked}`;
    const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === "report" && value.message) {
        report(value.message);
      }
    });
    try {
      const params = { command, arguments: args, workDoneToken };
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
