/** One explanation: asked for, shown as it comes, and what can be done with it. */
import {
  CancellationTokenSource,
  NotebookRange,
  Position,
  Range,
  ViewColumn,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { Asking } from "../asking/asking.ts";
import type { ExplainResult, RegionArguments } from "../protocol.ts";
import { asComment } from "./comment.ts";
import { Explained } from "./explained.ts";
import { Files } from "./files.ts";
import type { Place } from "./links.ts";
import type { Button } from "./messages.ts";
import type { Subject } from "./page.ts";

const WAITING = "Waiting for the model…";
const WRITING = "The model is writing…";
const STOPPED = "It was stopped: this is what had come.";
const FAILED = "There is no answer.";
const LOST = "PowerTokens: the code that this explains is not there any more, or reads otherwise.";

export class Explanation implements Subject {
  title = "Explain";
  markdown = "";
  note = WAITING;
  isGrowing = true;
  readonly explained: Explained;
  readonly #asking: Asking;
  readonly #token: string;
  readonly #command: string;
  readonly #argument: RegionArguments;
  readonly #files: Files;
  readonly #onChange: (changed: Explanation) => void;
  readonly #onAgain: (argument: RegionArguments) => unknown;
  readonly #leaving = new CancellationTokenSource();
  readonly #column: ViewColumn | undefined;

  /** `token` is this one's alone; `onAgain` asks for another one in its place. */
  constructor(
    asking: Asking,
    token: string,
    command: string,
    argument: RegionArguments,
    onChange: (changed: Explanation) => void,
    onAgain: (argument: RegionArguments) => unknown,
  ) {
    this.#asking = asking;
    this.#token = token;
    this.#command = command;
    this.#argument = argument;
    this.#onChange = onChange;
    this.#onAgain = onAgain;
    this.explained = new Explained(argument);
    this.#files = new Files(this.explained.uri, () => onChange(this));
    this.#column = window.visibleTextEditors.find(({ document }) => this.#isIts(document.uri))?.viewColumn;
  }

  get buttons(): readonly Button[] {
    if (this.isGrowing) {
      return ["stop"];
    }
    return this.markdown ? ["again", "copy", "comment"] : ["again"];
  }

  /** Asks the server; a failure is told by `asking`. */
  async run(): Promise<void> {
    const following = {
      token: this.#token,
      cancel: this.#leaving.token,
      onTitle: (title: string) => {
        this.title = title;
        this.#onChange(this);
      },
    };
    const result = await this.#asking.ask<ExplainResult>(this.#command, this.#argument, {
      following,
      onRetry: () => this.again(),
    });
    this.isGrowing = false;
    this.explained.settle(result?.range);
    this.markdown = result?.markdown ?? this.markdown;
    this.note = result === undefined ? FAILED : result.state === "cancelled" ? STOPPED : "";
    this.#onChange(this);
  }

  /** A piece of it has come. */
  grow(delta: string): void {
    this.markdown += delta;
    this.note = WRITING;
    this.#onChange(this);
  }

  press(button: Button): unknown {
    switch (button) {
      case "stop":
        return this.#asking.stop(this.#token);
      case "again":
        return this.again();
      default:
        return this.#insertComment();
    }
  }

  async again(): Promise<void> {
    const argument = await this.explained.argument();
    await (argument ? this.#onAgain(argument) : window.showInformationMessage(LOST));
  }

  left(): void {
    // Nobody reads it any more: it need not be paid for.
    this.#leaving.cancel();
  }

  isKnown({ path }: Place): boolean {
    return this.#files.at(path) !== undefined;
  }

  async open({ path, line = 1 }: Place): Promise<void> {
    const uri = this.#files.at(path);
    if (uri?.scheme === "vscode-notebook-cell") {
      await showCell(this.explained.uri.toString());
    } else if (uri) {
      const viewColumn = this.#column ?? ViewColumn.One;
      await window.showTextDocument(uri, { viewColumn, selection: new Range(line - 1, 0, line - 1, 0) });
    }
  }

  async #insertComment(): Promise<void> {
    const now = await this.explained.now();
    if (!now) {
      await window.showInformationMessage(LOST);
      return;
    }
    const { document, lines } = now;
    const indentation = /^\s*/.exec(document.lineAt(lines.first).text)?.[0] ?? "";
    const comment = asComment(this.markdown, document.languageId, indentation);
    if (comment === undefined) {
      const sentence = `PowerTokens: it is not known how ${document.languageId} writes comments; Copy takes the text.`;
      await window.showInformationMessage(sentence);
      return;
    }
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, new Position(lines.first, 0), comment);
    if (!(await workspace.applyEdit(edit))) {
      await window.showInformationMessage("PowerTokens: the document takes no change.");
      return;
    }
    // Where it can be seen, and taken back by one undo.
    await this.open({ path: "", line: lines.first + 1 });
  }

  #isIts(uri: { toString(): string }): boolean {
    return uri.toString() === this.explained.uri.toString();
  }
}

async function showCell(uri: string): Promise<void> {
  for (const notebook of workspace.notebookDocuments) {
    const index = notebook.getCells().findIndex(({ document }) => document.uri.toString() === uri);
    if (index >= 0) {
      await window.showNotebookDocument(notebook, { selections: [new NotebookRange(index, index + 1)] });
    }
  }
}
