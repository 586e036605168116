/** The status bar item: what the server is doing, in a word, and why in the tooltip. */
import { type Disposable, StatusBarAlignment, ThemeColor, window } from "vscode";
import type { ServerState } from "../protocol.ts";

const WORDS: Readonly<Record<string, string>> = { noKey: "no key", overBudget: "over budget" };
const WRONG = new Set(["noKey", "error", "overBudget"]);

/** How things stand: as the server tells it, or as the extension sees a server that does not run. */
export interface Standing {
  readonly state: ServerState | "starting";
  readonly message?: string | null;
  readonly fix?: "installServer" | "openSettings";
}

export class StatusItem implements Disposable {
  /** A sentence that stands whatever the state is. */
  note: string | undefined;
  readonly #item = window.createStatusBarItem("powertokens.status", StatusBarAlignment.Right, 100);

  constructor() {
    this.#item.name = "PowerTokens";
    this.show({ state: "starting" });
    this.#item.show();
  }

  show({ state, message, fix }: Standing): void {
    const word = WORDS[state] ?? state;
    this.#item.text = `PowerTokens: ${word}`;
    this.#item.tooltip = [message ?? `The server is ${word}.`, this.note].filter(Boolean).join("\n");
    const cure = fix === "installServer" ? fix : state === "noKey" ? "setApiKey" : "showLog";
    this.#item.command = `powertokens.${cure}`;
    this.#item.backgroundColor = WRONG.has(state)
      ? new ThemeColor("statusBarItem.warningBackground")
      : undefined;
  }

  dispose(): void {
    this.#item.dispose();
  }
}
