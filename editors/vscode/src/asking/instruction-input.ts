/**
 * The input for an instruction: what is typed, what was asked before, and commands that do the like. It stays open
 * when somebody clicks elsewhere, and gives a draft back when it is opened again.
 */
import { isDeepStrictEqual } from "node:util";
import { commands, type Memento, type QuickPick, type QuickPickItem, ThemeIcon, window } from "vscode";
import type { Recipe } from "../recipes.ts";
import { remember, remembered } from "./history.ts";
import { type Row, rowsFor, wordsOf } from "./offers.ts";

export interface Question {
  /** Questions of one kind share a history and a draft. */
  readonly kind: string;
  readonly title: string;
  readonly placeholder: string;
  /** What Enter does with the words. */
  readonly verb: string;
  readonly offered: readonly Recipe[];
}

export type Answer = { readonly words: string } | { readonly command: string };

type Shown = Row & QuickPickItem;

/** Tells keys whether they are pressed at `words`, at an `earlier` instruction, or at a `row` below. */
const CONTEXT = "powertokens.asking";
const FORGET = { iconPath: new ThemeIcon("trash"), tooltip: "Forget what was asked here before" };

/** One question at a time: another one takes its place. */
export class InstructionInput {
  readonly #store: Memento;
  readonly #drafts = new Map<string, string>();
  #open: OpenInput | undefined;

  /** `store` is the folder's: an instruction about one project is not shown in another. */
  constructor(store: Memento) {
    this.#store = store;
    // An input that was open when the extension died has left its keys behind.
    void commands.executeCommand("setContext", CONTEXT, undefined);
  }

  /** Asks; the answer is undefined if the person leaves. */
  ask(question: Question): OpenInput {
    const { kind } = question;
    this.#open?.leave();
    const input = new OpenInput(question, {
      draft: this.#drafts.get(kind) ?? "",
      past: this.#history(kind).map(({ text }) => text),
      typed: (value) => this.#drafts.set(kind, value),
      forget: () => this.#store.update(keyOf(kind), undefined),
    });
    this.#open = input;
    void input.answer.then((given) => {
      if (given) {
        this.#drafts.delete(kind);
      }
      if (given && "words" in given) {
        void this.#store.update(keyOf(kind), remember(this.#history(kind), given.words, Date.now()));
      }
    });
    return input;
  }

  /** Puts an older instruction into the open input; with -1 a newer one, in the end what was typed. */
  recall(step: 1 | -1): void {
    this.#open?.recall(step);
  }

  #history(kind: string) {
    return remembered(this.#store.get(keyOf(kind)), Date.now());
  }
}

interface Memory {
  readonly draft: string;
  /** Newest first. */
  readonly past: readonly string[];
  readonly typed: (value: string) => void;
  readonly forget: () => void;
}

export class OpenInput {
  readonly answer: Promise<Answer | undefined>;
  readonly #question: Question;
  readonly #pick: QuickPick<Shown> = window.createQuickPick<Shown>();
  readonly #typed: (value: string) => void;
  #end: (answer: Answer | undefined) => void = () => undefined;
  #value: string;
  /** What was typed, before it the older instructions: `#at` counts back from the first. */
  #past: readonly string[];
  #at = 0;
  #isOver = false;
  /** The row that somebody has gone to since the value changed last. */
  #row: Shown | undefined;

  constructor(question: Question, { draft, past, typed, forget }: Memory) {
    this.#question = question;
    this.#typed = typed;
    this.#past = [draft, ...past];
    this.#value = draft;
    const pick = this.#pick;
    pick.title = question.title;
    pick.placeholder = question.placeholder;
    pick.ignoreFocusOut = true;
    pick.value = draft;
    pick.buttons = past.length > 0 ? [FORGET] : [];
    this.answer = new Promise((resolve) => {
      this.#end = resolve;
    });
    pick.onDidChangeValue((value) => this.#changed(value));
    pick.onDidChangeActive(([row]) => this.#went(row));
    pick.onDidAccept(() => this.#accepted());
    pick.onDidHide(() => this.leave());
    pick.onDidTriggerButton(() => {
      this.#past = [this.#value];
      this.#at = 0;
      pick.buttons = [];
      forget();
      this.#tellKeys();
    });
    this.#show();
    pick.show();
  }

  retitle(title: string): void {
    this.#pick.title = title;
  }

  recall(step: 1 | -1): void {
    const older = this.#past[this.#at + step];
    if (older === undefined) {
      return;
    }
    if (this.#at === 0) {
      this.#past = [this.#value, ...this.#past.slice(1)];
    }
    this.#at += step;
    this.#value = older;
    this.#pick.value = older;
    this.#show();
  }

  leave(): void {
    this.#finish(undefined);
  }

  #changed(value: string): void {
    if (value !== this.#value) {
      this.#at = 0;
      this.#value = value;
      this.#typed(value);
    }
    this.#show();
  }

  #show(): void {
    const { verb, offered } = this.#question;
    const rows = rowsFor(this.#value, verb, offered).map((row) => ({ ...row, alwaysShow: true }));
    // Rows that are put in anew take the keyboard to the first, from wherever somebody has gone meanwhile.
    if (!isDeepStrictEqual(rows, this.#pick.items)) {
      this.#row = undefined;
      this.#pick.items = rows;
    }
    this.#tellKeys();
  }

  #went(row: Shown | undefined): void {
    this.#row = row;
    this.#tellKeys();
  }

  #accepted(): void {
    const words = wordsOf(this.#value);
    if (this.#row?.command) {
      this.#finish({ command: this.#row.command });
    } else if (words) {
      this.#finish({ words });
    }
  }

  #finish(answer: Answer | undefined): void {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    this.#end(answer);
    this.#pick.dispose();
    void commands.executeCommand("setContext", CONTEXT, undefined);
  }

  #tellKeys(): void {
    const here = this.#at > 0 ? "earlier" : this.#past.length > 1 ? "words" : "row";
    void commands.executeCommand("setContext", CONTEXT, this.#row?.command ? "row" : here);
  }
}

function keyOf(kind: string): string {
  return `powertokens.asked.${kind}`;
}
