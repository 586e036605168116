/** Explanations and what was sent, in a page beside the code. */
import { readFileSync } from "node:fs";
import { type Disposable, type TextEditor, window, workspace } from "vscode";
import type { Asking } from "../asking/asking.ts";
import type { ExplainDelta, PromptResult, RegionArguments } from "../protocol.ts";
import { Explanation } from "./explanation.ts";
import { Page, type Subject } from "./page.ts";

export class Pages implements Disposable {
  readonly #asking: Asking;
  readonly #page: Page;
  readonly #disposables: Disposable[];
  #explanation: Explanation | undefined;
  #nAsked = 0;

  /** `pathOf` gives the path of a file of the extension's own. */
  constructor(asking: Asking, pathOf: (name: string) => string) {
    this.#asking = asking;
    const read = (name: string) => readFileSync(pathOf(`dist/${name}`), "utf-8");
    this.#page = new Page(() => ({ style: read("page.css"), script: read("page.js") }));
    this.#disposables = [
      this.#page,
      workspace.onDidChangeTextDocument((event) => this.#explanation?.explained.changed(event)),
      workspace.onDidCloseTextDocument((document) => this.#explanation?.explained.closed(document)),
    ];
  }

  /** Explains a part of a document by that command; what the page has shown before goes. */
  async explain(argument: RegionArguments, command = "ptLsp.explain"): Promise<void> {
    this.#nAsked += 1;
    const token = `${TOKEN}${this.#nAsked}`;
    const explanation = new Explanation(
      this.#asking,
      token,
      command,
      argument,
      (changed) => this.#page.changed(changed),
      (again) => this.explain(again, command),
    );
    this.#explanation = explanation;
    this.#page.show(explanation);
    await explanation.run();
  }

  /** Explains what is selected in the editor; on the page of an explanation, what that one explains. */
  async explainHere(argumentOf: (editor: TextEditor) => RegionArguments): Promise<void> {
    const editor = window.activeTextEditor;
    const shown = this.#page.active;
    if (editor) {
      await this.explain(argumentOf(editor));
    } else if (shown instanceof Explanation) {
      await shown.again();
    } else {
      await window.showInformationMessage("PowerTokens: open a file first.");
    }
  }

  /** Shows what was last sent to a model. */
  async showSent(): Promise<void> {
    const answer = await this.#asking.ask<PromptResult>("ptLsp.showPrompt");
    if (answer?.markdown.includes("\n")) {
      this.#page.show(plainPage("What was sent", answer.markdown));
    } else if (answer) {
      // A single line says that there is nothing.
      await window.showInformationMessage(`PowerTokens: ${answer.markdown}`);
    }
  }

  /** Shows a result that is a page; any other is none. */
  showAnswer(title: string, result: unknown): void {
    const { markdown } = (result ?? {}) as { markdown?: string };
    if (markdown !== undefined) {
      this.#page.show(plainPage(title, markdown));
    }
  }

  /** A piece of an explanation has come; of one that is not shown any more it is nothing. */
  grow({ token, delta }: ExplainDelta): void {
    if (token === `${TOKEN}${this.#nAsked}`) {
      this.#explanation?.grow(delta);
    }
  }

  dispose(): void {
    for (const each of this.#disposables) {
      each.dispose();
    }
  }
}

const TOKEN = "explanation-";

function plainPage(title: string, markdown: string): Subject {
  return {
    title,
    markdown,
    note: "",
    isGrowing: false,
    buttons: ["copy"],
    press: () => undefined,
    isKnown: () => false,
    open: () => undefined,
    left: () => undefined,
  };
}
