/**
 * Runs the server's commands as a person has asked for them: with a progress that can be cancelled, and a failure
 * told in one sentence. Refuses to know what they do.
 */

import { type CancellationToken, ProgressLocation, type TextDocument, Uri, window } from "vscode";
import {
  type BaseLanguageClient,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  WorkDoneProgress,
  WorkDoneProgressCancelNotification,
} from "vscode-languageclient/node";
import { openDocument } from "../documents.ts";
import type { EditProgress, StatusResult } from "../protocol.ts";
import { RECIPES } from "../recipes.ts";
import { failureOf, failureOfCommand, type KeyOrigin, Refusal, reasonOf } from "./failures.ts";
import { foreign, isFollowed } from "./served.ts";
import { tell } from "./telling.ts";
import { unheeded } from "./verdicts.ts";

/** Commands that ask a model, and what their progress is called. */
const TITLES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(RECIPES.map(({ id, doing }) => [`ptLsp.${id}`, doing])),
  "ptLsp.retryEdit": "Trying again",
  "ptLsp.probe": "Probing the endpoint",
  "ptLsp.commitMessage": "Writing a commit message",
  "ptLsp.review": "Reviewing",
};

/** Those of them that explain. */
export const EXPLAINING: ReadonlySet<string> = new Set(
  RECIPES.filter(({ output }) => output === "explain").map(({ id }) => `ptLsp.${id}`),
);

/** Those of them that leave the document as it is. */
const READING = new Set([...EXPLAINING, "ptLsp.probe", "ptLsp.commitMessage", "ptLsp.review"]);

/** How the progress of a command is followed; who follows it by himself shows and cancels it, too. */
export interface Following {
  readonly token: string;
  readonly cancel: CancellationToken;
  readonly onTitle?: (title: string) => void;
  readonly onMessage?: (message: string) => void;
}

export interface Manner {
  readonly following?: Following;
  /** Does it once more, for who needs the result; under a token of its own, as the client may still know this one. */
  readonly onRetry?: () => unknown;
}

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
  async ask<Result>(
    command: string,
    argument?: object,
    { following, onRetry = () => this.ask(command, argument) }: Manner = {},
  ): Promise<Result | undefined> {
    try {
      const result = await this.#about(argument, command, following);
      tellResult(command, argument, result);
      return result as Result;
    } catch (error) {
      const failure = failureOfCommand(error, isEdit(command), this.#keyOrigin());
      if (failure) {
        void tell(failure, onRetry);
      }
      return undefined;
    }
  }

  /** Whether an edit that the person is about to ask for would be begun; what speaks against it is told. */
  async mayChange({ uri }: TextDocument): Promise<boolean> {
    try {
      const refused = isFollowed(uri) ? undefined : foreign(uri, "ptLsp.edit");
      if (refused) {
        throw new Refusal(refused);
      }
      const { refusal } = (await this.#run(await this.#client(), "ptLsp.status", [])) as StatusResult;
      if (refusal) {
        throw new Refusal(failureOf(refusal.message, refusal, this.#keyOrigin()));
      }
      return true;
    } catch (error) {
      const failure = failureOfCommand(error, false, this.#keyOrigin());
      if (failure) {
        void tell(failure);
      }
      return false;
    }
  }

  /** Ends a command that is followed under this token: it answers with what had come. */
  async stop(token: string): Promise<void> {
    const client = await this.#client();
    await client.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  }

  /** Runs it; the server learns of a document that it does not follow for as long as that takes. */
  async #about(
    argument: object | undefined,
    command: string,
    following: Following | undefined,
  ): Promise<unknown> {
    const args = argument === undefined ? [] : [argument];
    const uri = (argument as { textDocument?: { uri: string } } | undefined)?.textDocument?.uri;
    const parsed = uri === undefined ? undefined : Uri.parse(uri);
    if (uri === undefined || parsed === undefined || isFollowed(parsed)) {
      return this.#run(await this.#client(), command, args, following);
    }
    const refused = foreign(parsed, command);
    const document = openDocument(parsed.toString());
    if (refused || !document) {
      throw new Refusal(refused ?? { sentence: "This document is closed. Open it again.", cures: [] });
    }
    const client = await this.#client();
    const { languageId, version } = document;
    const textDocument = { uri, languageId, version, text: document.getText() };
    await client.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    try {
      return await this.#run(client, command, args, following);
    } finally {
      await client.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    }
  }

  async #run(
    client: BaseLanguageClient,
    command: string,
    args: unknown[],
    following?: Following,
  ): Promise<unknown> {
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
    } catch (error) {
      throw reasonOf(error, cancel.isCancellationRequested);
    } finally {
      listening.dispose();
    }
  }
}

function isEdit(command: string): boolean {
  return command in TITLES && !READING.has(command);
}

function tellResult(command: string, argument: unknown, result: unknown): void {
  const { state, warning } = (result ?? {}) as { state?: string; warning?: string };
  const loss = unheeded(command, argument, result);
  if (loss) {
    window.setStatusBarMessage(`PowerTokens: ${loss}`, 10000);
  }
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

/** What the person types when asked; undefined if they leave. */
export function askFor(prompt: string, example: string): Thenable<string | undefined> {
  return window.showInputBox({ title: "PowerTokens", prompt, placeHolder: `for example: ${example}` });
}
