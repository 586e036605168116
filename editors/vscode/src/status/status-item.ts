/** The status bar item: what the server is doing, in a word, and the rest in its tooltip and menu. */
import { commands, type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from "vscode";
import { HIDES } from "../commands.ts";
import type { StatusResult } from "../protocol.ts";
import { RECIPES } from "../recipes.ts";
import { isWrong, itemText, paragraphs, type Standing, spoken, type View } from "./view.ts";

/** The server is asked for figures at most so often. */
const LEAST_MS = 3000;

/** What the item shows beside how things stand. */
export interface Sources {
  /** `ptLsp.status`; undefined while no server answers. */
  readonly ask: () => Promise<StatusResult | undefined>;
  readonly rest: () => Omit<View, "standing" | "details">;
}

export class StatusItem implements Disposable {
  readonly #item = window.createStatusBarItem("powertokens.status", StatusBarAlignment.Right, 100);
  readonly #sources: Sources;
  #standing: Standing = { state: "starting" };
  #details: View["details"];
  #askedMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#item.name = "PowerTokens";
    this.#item.command = "powertokens.status";
    this.#draw();
    this.#item.show();
  }

  get view(): View {
    const details = this.#details && { details: this.#details };
    return { standing: this.#standing, ...details, ...this.#sources.rest() };
  }

  /** Ids of actions that are not wanted in menus, as far as the server has told. */
  get hidden(): readonly string[] {
    return this.#details?.told.hiddenActions ?? [];
  }

  /** The server stands so; figures follow, as what has ended may have cost something. */
  told(standing: Standing): void {
    this.#standing = standing;
    this.#draw();
    if (standing.state !== "working") {
      this.#timer ??= setTimeout(() => void this.refresh(), this.#askedMs + LEAST_MS - Date.now());
    }
  }

  /** There is no server, or not yet: what it told of itself holds no longer. */
  away(standing: Standing): void {
    this.#standing = standing;
    this.#details = undefined;
    this.#draw();
  }

  /** Asks the server now. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#askedMs = Date.now();
    const told = await this.#sources.ask();
    this.#details = told && { told, at: new Date() };
    hideInMenus(this.hidden);
    this.#draw();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#item.dispose();
  }

  #draw(): void {
    const view = this.view;
    const [first = "", ...others] = paragraphs(view);
    this.#item.text = itemText(view);
    // As text: endpoints and files have written parts of it.
    const tooltip = new MarkdownString(`**${first}**`);
    for (const paragraph of others) {
      tooltip.appendMarkdown("\n\n").appendText(paragraph);
    }
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: spoken(view) };
    this.#item.backgroundColor = isWrong(view)
      ? new ThemeColor("statusBarItem.warningBackground")
      : undefined;
  }
}

/** Has the context menu leave these actions out. */
function hideInMenus(ids: readonly string[]): void {
  for (const { id } of RECIPES) {
    void commands.executeCommand("setContext", HIDES + id, ids.includes(id));
  }
}
