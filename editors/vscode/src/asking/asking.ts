/**
 * Runs the server's commands as a person has asked for them: with a progress that can be cancelled, and a failure
 * told in one sentence. Refuses to know what they do.
 */

import { type CancellationToken, ProgressLocation, Uri, window, workspace } from "vscode";
import {
  type BaseLanguageClient,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  WorkDoneProgress,
} from "vscode-languageclient/node";
import type { EditProgress } from "../protocol.ts";
import { failureOfCommand, type KeyOrigin, Refusal } from "./failures.ts";
import { foreign, isFollowed } from "./served.ts";
import { tell } from "./telling.ts";

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

/** Those of them that leave the document as it is. */
const READING = new Set(["ptLsp.explain", "ptLsp.probe"]);

export class Asking {
  #asked = 0;
  readonly #client: () => Promise<BaseLanguageClient>;
  readonly #keyOrigin: () => KeyOrigin;

  /** `client` gives the running client, or rejects with a `Refusal`. */
  constructor(client: () => Promise<BaseLanguageClient>, keyOrigin: () => KeyOrigin) {
    this.#client = client;
    this.#keyOrigin = keyOrigin;
  }

  /** The command's result; undefined if it was cancelled, or failed and that was told. */
  async ask<Result>(command: string, argument?: object): Promise<Result | undefined> {
    try {
      const result = await this.#about(argument, command);
      tellResult(result);
      return result as Result;
    } catch (error) {
      const failure = failureOfCommand(error, isEdit(command), this.#keyOrigin());
      if (failure) {
        void tell(failure, () => this.ask(command, argument));
      }
      return undefined;
    }
  }

  /** Runs it; the server learns of a document that it does not follow for as long as that takes. */
  async #about(argument: object | undefined, command: string): Promise<unknown> {
    const args = argument === undefined ? [] : [argument];
    const uri = (argument as { textDocument?: { uri: string } } | undefined)?.textDocument?.uri;
    const parsed = uri === undefined ? undefined : Uri.parse(uri);
    if (uri === undefined || parsed === undefined || isFollowed(parsed)) {
      return this.#run(await this.#client(), command, args);
    }
    const refused = foreign(parsed, command);
    const document = workspace.textDocuments.find((each) => each.uri.toString() === parsed.toString());
    if (refused || !document) {
      throw new Refusal(refused ?? { sentence: "This document is closed. Open it again.", cures: [] });
    }
    const client = await this.#client();
    const { languageId, version } = document;
    const textDocument = { uri, languageId, version, text: document.getText() };
    await client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    try {
      return await this.#run(client, command, args);
    } finally {
      await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    }
  }

  async #run(client: BaseLanguageClient, command: string, args: unknown[]): Promise<unknown> {
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

function isEdit(command: string): boolean {
  return command in TITLES && !READING.has(command);
}

function tellResult(result: unknown): void {
  const { state, warning } = (result ?? {}) as { state?: string; warning?: string };
  if (warning) {
    void window.showWarningMessage(`PowerTokens: ${warning}`);
  } else if (state === "unchanged") {
    window.setStatusBarMessage("PowerTokens: the answer changes nothing.", 5000);
  }
}

/** Tells of an edit whose text somebody, or another program, has replaced. */
export function tellLoss({ state, warning }: EditProgress): void {
  if (state === "gone" && warning) {
    window.setStatusBarMessage(`PowerTokens: ${warning}`, 10000);
  }
}

/** What the person types when asked; undefined if they leave. */
export function askFor(prompt: string, example: string): Thenable<string | undefined> {
  return window.showInputBox({ title: "PowerTokens", prompt, placeHolder: `for example: ${example}` });
}
