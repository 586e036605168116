/** Which hunk the cursor is in: marks it, and has keys and buttons know by the context keys of `when` clauses. */
import { commands, type TextEditor, window } from "vscode";
import type { KnownEdits } from "../editing/known-edits.ts";
import { LOOKS, rangeOf } from "./look.ts";
import { hunkAt, placeOf } from "./places.ts";
import { documentOf } from "./show-changes.ts";

type ContextKey = "hasPendingEdit" | "inHunk";

export class Focus {
  readonly #known: KnownEdits;
  readonly type = window.createTextEditorDecorationType(LOOKS.current);
  readonly #context = new Map<ContextKey, boolean>();
  #marked: { readonly editor: TextEditor; readonly place: string } | undefined;

  constructor(known: KnownEdits) {
    this.#known = known;
  }

  /** The cursor, the active editor or its edits may be others. */
  look(): void {
    const editor = window.activeTextEditor;
    if (this.#marked?.editor !== editor) {
      this.#marked?.editor.setDecorations(this.type, []);
      this.#marked = undefined;
    }
    const isIn = editor !== undefined && this.#mark(editor);
    this.#set("inHunk", isIn);
    this.#set("hasPendingEdit", editor !== undefined && this.#hasPendingEdit(editor));
  }

  /** Whether the cursor is in a hunk; that is marked then. */
  #mark(editor: TextEditor): boolean {
    const { document, selection } = editor;
    const hunks = this.#known.waitingIn(document.uri.toString()).flatMap((edit) => edit.hunks);
    const hunk = hunkAt(hunks, selection.active.line);
    const range = hunk && rangeOf(document, placeOf(hunk));
    const place = range ? `${range.start.line}-${range.end.line}` : "";
    if (place !== (this.#marked?.place ?? "")) {
      editor.setDecorations(this.type, range ? [range] : []);
      this.#marked = { editor, place };
    }
    return hunk !== undefined;
  }

  /** In an original too: buttons stay where they are while one looks at the other side. */
  #hasPendingEdit({ document }: TextEditor): boolean {
    return this.#known.waitingIn(documentOf(document.uri)).length > 0;
  }

  #set(key: ContextKey, value: boolean): void {
    if (this.#context.get(key) !== value) {
      this.#context.set(key, value);
      void commands.executeCommand("setContext", `powertokens.${key}`, value);
    }
  }
}
