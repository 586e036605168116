/** Runs in the page: shows what the extension sends, and tells it what is pressed. */
import type { Told, Update } from "../messages.ts";

interface Kept {
  readonly scroll: number;
}

declare function acquireVsCodeApi(): {
  postMessage(told: Told): void;
  getState(): Kept | undefined;
  setState(kept: Kept): void;
};

const NEAR_PX = 8;

const vscode = acquireVsCodeApi();
const article = find<HTMLElement>("article");
const title = find<HTMLElement>("h1");
const note = find<HTMLElement>("[role=status]");
const buttons = [...document.querySelectorAll<HTMLButtonElement>("[data-button]")];
/** Where the reader was before this page was hidden; until its text is there again. */
let toRestore = vscode.getState()?.scroll;

window.addEventListener("message", ({ data }: MessageEvent<Update>) => {
  const root = document.documentElement;
  // Who has not scrolled reads from the beginning, and is not carried off by what comes.
  const follows = root.scrollTop > 0 && root.scrollTop + root.clientHeight > root.scrollHeight - NEAR_PX;
  show(data);
  if (data.isNew) {
    root.scrollTop = 0;
  } else if (toRestore !== undefined) {
    root.scrollTop = toRestore;
  } else if (follows) {
    root.scrollTop = root.scrollHeight;
  }
  toRestore = undefined;
});

window.addEventListener("scroll", () => vscode.setState({ scroll: document.documentElement.scrollTop }));

for (const button of buttons) {
  button.addEventListener("click", () => {
    vscode.postMessage({ kind: "press", button: button.dataset.button as Update["buttons"][number] });
  });
}

article.addEventListener("click", (event) => {
  const link = (event.target as Element).closest("a");
  const path = link?.dataset.path;
  if (link && path !== undefined) {
    // VS Code itself would take it for a link to the top of the page.
    event.preventDefault();
    event.stopPropagation();
    const line = link.dataset.line;
    vscode.postMessage({ kind: "open", path, ...(line !== undefined && { line: Number(line) }) });
  }
});

vscode.postMessage({ kind: "ready" });

function show(update: Update): void {
  title.textContent = update.title;
  if (note.textContent !== update.note) {
    note.textContent = update.note; // each change is read out
  }
  // A screen reader waits until the answer is whole.
  article.ariaBusy = String(update.isGrowing);
  while (article.children.length > update.from) {
    article.lastElementChild?.remove();
  }
  for (const block of update.blocks) {
    const holder = document.createElement("div");
    holder.innerHTML = block;
    article.append(holder);
  }
  showButtons(update.buttons);
}

function showButtons(shown: Update["buttons"]): void {
  const active = document.activeElement;
  for (const button of buttons) {
    button.hidden = !shown.some((name) => name === button.dataset.button);
  }
  if (active instanceof HTMLButtonElement && active.hidden) {
    // Whoever pressed it goes on from the button that has taken its place.
    buttons.find((button) => !button.hidden)?.focus();
  }
}

function find<Kind extends Element>(selector: string): Kind {
  return document.querySelector(selector) as Kind;
}
