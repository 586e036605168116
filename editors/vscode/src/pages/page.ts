/**
 * The one panel beside the code that shows an answer; another answer takes its place. Knows what is shown as a
 * `Subject`, and not how it came about. It is closed when the window is loaded anew.
 */
import { randomBytes } from "node:crypto";
import { type Disposable, env, ViewColumn, type WebviewPanel, window } from "vscode";
import { isInside, type Place } from "./links.ts";
import { render } from "./markdown.ts";
import type { Button, Told, Update } from "./messages.ts";
import { type Assets, pageHtml } from "./page-html.ts";
import { visibleLine } from "./visible.ts";

/** Also in `activeWebviewPanelId` of when clauses. */
export const VIEW_TYPE = "powertokens.page";

const EVERY_MS = 100;
/** A page that takes long to make is made more seldom: other extensions share our thread. */
const REST = 5;
const MOST_TITLE = 60;

/** What a page shows, as it is now. */
export interface Subject {
  readonly title: string;
  readonly markdown: string;
  readonly note: string;
  readonly isGrowing: boolean;
  readonly buttons: readonly Button[];
  /** Any button but *Copy*. */
  press(button: Button): unknown;
  isKnown(place: Place): boolean;
  open(place: Place): unknown;
  /** It is not shown any more. */
  left(): void;
}

export class Page implements Disposable {
  readonly #assets: () => Assets;
  #panel: WebviewPanel | undefined;
  #subject: Subject | undefined;
  /** The blocks that the page has; undefined while there is nobody to tell. */
  #told: readonly string[] | undefined;
  #isNew = false;
  #timer: NodeJS.Timeout | undefined;
  #wait = EVERY_MS;

  /** `assets` are read when the first page is opened. */
  constructor(assets: () => Assets) {
    this.#assets = assets;
  }

  /** What is shown while the panel has the keyboard. */
  get active(): Subject | undefined {
    return this.#panel?.active ? this.#subject : undefined;
  }

  /** Shows another answer; the keyboard stays where it is. */
  show(subject: Subject): void {
    this.#leave();
    this.#subject = subject;
    this.#isNew = true;
    this.#panel ??= this.#opened();
    if (!this.#panel.visible) {
      this.#panel.reveal(undefined, true);
    }
    this.#tell();
  }

  /** The answer reads otherwise than before, or stands otherwise: told a few times a second at most. */
  changed(subject: Subject): void {
    if (subject === this.#subject) {
      this.#timer ??= setTimeout(() => this.#tell(), this.#wait);
    }
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #opened(): WebviewPanel {
    const panel = window.createWebviewPanel(
      VIEW_TYPE,
      "PowerTokens",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [] },
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#told = undefined;
      this.#leave();
    });
    panel.onDidChangeViewState(() => {
      // What is hidden is unloaded, and says that it is ready once it is shown again.
      this.#told = panel.visible ? this.#told : undefined;
    });
    panel.webview.onDidReceiveMessage((told: Told) => this.#hear(told));
    panel.webview.html = pageHtml(this.#assets(), randomBytes(16).toString("hex"));
    return panel;
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const subject = this.#subject;
    this.#subject = undefined;
    subject?.left();
  }

  #tell(note = this.#subject?.note ?? ""): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const subject = this.#subject;
    if (!subject || !this.#panel) {
      return;
    }
    const title = visibleLine(subject.title).slice(0, MOST_TITLE);
    this.#panel.title = title;
    if (this.#told === undefined) {
      return;
    }
    const began = performance.now();
    const { blocks, left } = render(subject.markdown, (place) => subject.isKnown(place));
    this.#wait = Math.max(EVERY_MS, REST * (performance.now() - began));
    const before = this.#isNew ? [] : this.#told;
    const different = blocks.findIndex((block, index) => block !== before[index]);
    const from = different < 0 ? blocks.length : different;
    this.#told = blocks;
    const update: Update = {
      isNew: this.#isNew,
      title,
      note: left ? `${left.toLocaleString("en")} characters more are not shown here; Copy takes all.` : note,
      isGrowing: subject.isGrowing,
      buttons: subject.buttons,
      from,
      blocks: blocks.slice(from),
    };
    this.#isNew = false;
    void this.#panel.webview.postMessage(update);
  }

  #hear(told: Told): unknown {
    const subject = this.#subject;
    if (told.kind === "ready") {
      this.#told = [];
      return this.#tell();
    }
    if (told.kind === "press" && subject?.buttons.includes(told.button)) {
      return told.button === "copy" ? this.#copy(subject) : subject.press(told.button);
    }
    if (told.kind === "open" && (told.path === "" || isInside(String(told.path)))) {
      const { path, line } = told;
      return subject?.open(Number.isInteger(line) ? { path, line: line as number } : { path });
    }
    return undefined;
  }

  async #copy({ markdown }: Subject): Promise<void> {
    await env.clipboard.writeText(markdown);
    this.#tell("Copied as Markdown.");
  }
}
