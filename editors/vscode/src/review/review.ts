/** Reviewing edits in the editor: how they look, the commands that decide them, and what is told when one stops. */
import { commands, type Disposable, Selection, type TextEditor, TextEditorRevealType, window } from "vscode";
import type { Asking } from "../asking/asking.ts";
import type { Handlers } from "../commands.ts";
import type { KnownEdits } from "../editing/known-edits.ts";
import type { EditHunk, EditProgress } from "../protocol.ts";
import { Focus } from "./focus.ts";
import { Marks } from "./marks.ts";
import { type Direction, hunkAt, lineToGo } from "./places.ts";
import { documentOf, Originals } from "./show-changes.ts";
import { Stops } from "./stops.ts";

export type ReviewHandlers = Pick<
  Handlers,
  "acceptHunk" | "rejectHunk" | "nextHunk" | "previousHunk" | "acceptEdit" | "rejectEdit" | "showChanges"
>;

const SHOWN_MS = 5000;

export class Review {
  readonly #known: KnownEdits;
  readonly #asking: Asking;
  readonly #marks: Marks;
  readonly #focus: Focus;
  readonly #originals: Originals;
  readonly #stops = new Stops();
  readonly handlers: ReviewHandlers;
  readonly disposables: readonly Disposable[];

  constructor(known: KnownEdits, asking: Asking) {
    this.#known = known;
    this.#asking = asking;
    this.#marks = new Marks(known);
    this.#focus = new Focus(known);
    this.#originals = new Originals(known);
    this.handlers = {
      acceptHunk: () => this.#decideHunk("ptLsp.acceptEdit"),
      rejectHunk: () => this.#decideHunk("ptLsp.rejectEdit"),
      nextHunk: () => this.#go("next"),
      previousHunk: () => this.#go("previous"),
      acceptEdit: () => this.#decideEdit("ptLsp.acceptEdit"),
      rejectEdit: () => this.#decideEdit("ptLsp.rejectEdit"),
      showChanges: () => this.#showChanges(),
    };
    this.disposables = [
      ...this.#marks.disposables,
      ...this.#originals.disposables,
      this.#focus.type,
      window.onDidChangeActiveTextEditor(() => this.#focus.look()),
      window.onDidChangeTextEditorSelection(() => this.#focus.look()),
    ];
  }

  /** Takes what the server tells of an edit; `known` has it already. */
  told(progress: EditProgress): void {
    this.#refresh(progress.uri);
    const telling = this.#stops.tell(progress);
    if (telling) {
      const sentence = `PowerTokens: ${progress.warning ?? `"${progress.title}" has stopped half-way.`}`;
      void (telling === "mention" ? mention(sentence) : this.#offer(sentence, progress.editId));
    }
  }

  /** The server was started again, and `known` knows nothing. */
  cleared(): void {
    this.#stops.clear();
    this.#marks.clear();
    this.#focus.look();
  }

  #refresh(uri: string): void {
    this.#marks.refresh(uri);
    this.#originals.refresh(uri);
    this.#focus.look();
  }

  async #offer(sentence: string, editId: string): Promise<void> {
    const takeBack = "Take It Back";
    const askAgain = "Ask Again";
    const chosen = await window.showWarningMessage(sentence, takeBack, askAgain);
    if (chosen === takeBack) {
      await this.#asking.ask("ptLsp.rejectEdit", { editId });
    } else if (chosen === askAgain) {
      // As the lens does it, which asks for words first.
      await commands.executeCommand("ptLsp.retryEdit", { editId });
    }
  }

  async #decideEdit(command: string): Promise<void> {
    const editor = window.activeTextEditor;
    const line = editor?.selection.active.line ?? 0;
    const editId = this.#known.decidable(editor ? uriOf(editor) : "", line);
    if (editId) {
      await this.#asking.ask(command, { editId });
    } else {
      this.#sayWhyNot(editor);
    }
  }

  async #decideHunk(command: string): Promise<void> {
    const editor = window.activeTextEditor;
    const hunk = editor && this.#hunkAt(editor);
    const edit = hunk && this.#known.waitingIn(uriOf(editor)).find(({ hunks }) => hunks.includes(hunk));
    if (edit) {
      await this.#asking.ask(command, { editId: edit.editId, hunk: hunk.id });
    } else {
      this.#sayWhyNot(editor);
    }
  }

  #sayWhyNot(editor: TextEditor | undefined): void {
    const isMany = editor !== undefined && this.#known.waitingIn(uriOf(editor)).length > 0;
    void mention(
      isMany
        ? "PowerTokens: put the cursor into the change that you mean."
        : "PowerTokens: no edit here waits for a decision.",
    );
  }

  #go(direction: Direction): void {
    const editor = window.activeTextEditor;
    const line = editor && lineToGo(this.#hunks(uriOf(editor)), editor.selection.active.line, direction);
    if (editor === undefined || line === undefined) {
      this.#sayWhyNot(undefined);
      return;
    }
    const { firstNonWhitespaceCharacterIndex: character } = editor.document.lineAt(line);
    editor.selection = new Selection(line, character, line, character);
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #showChanges(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor && this.#known.of(editor.document.uri.toString()).length > 0) {
      await this.#originals.show(editor);
    } else {
      this.#sayWhyNot(undefined);
    }
  }

  /** The hunk with the cursor; there is none in an original, whose lines are others. */
  #hunkAt({ document, selection }: TextEditor): EditHunk | undefined {
    return hunkAt(this.#hunks(document.uri.toString()), selection.active.line);
  }

  #hunks(uri: string): readonly EditHunk[] {
    return this.#known.waitingIn(uri).flatMap(({ hunks }) => hunks);
  }
}

function uriOf({ document }: TextEditor): string {
  return documentOf(document.uri);
}

function mention(sentence: string): Disposable {
  return window.setStatusBarMessage(sentence, SHOWN_MS);
}
