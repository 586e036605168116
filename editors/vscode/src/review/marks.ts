/** Keeps what editors show of edits in step with what is known of them. Sets nothing that is set already. */
import { type Disposable, type TextDocument, type TextEditor, window, workspace } from "vscode";
import { openDocument } from "../documents.ts";
import type { KnownEdits } from "../editing/known-edits.ts";
import { type Drawing, drawingOf, LOOKS } from "./look.ts";
import { originalText } from "./original-text.ts";

const DRAWN = ["added", "stopped", "removed", "notes"] as const;

export class Marks {
  readonly #known: KnownEdits;
  readonly #types = DRAWN.map((look) => [look, window.createTextEditorDecorationType(LOOKS[look])] as const);
  /** By URI; without an entry nothing is shown. */
  readonly #drawings = new Map<string, Drawing>();
  readonly #drawn = new WeakMap<TextEditor, Drawing | undefined>();
  /** Documents whose hunks were told of another text than stands there now. */
  readonly #late = new Set<string>();
  readonly disposables: readonly Disposable[];

  constructor(known: KnownEdits) {
    this.#known = known;
    this.disposables = [
      ...this.#types.map(([_, type]) => type),
      window.onDidChangeVisibleTextEditors((editors) => this.#draw(editors)),
      workspace.onDidChangeTextDocument(({ document }) => {
        const uri = document.uri.toString();
        if (this.#late.has(uri)) {
          this.refresh(uri);
        }
      }),
    ];
  }

  /** Something is new about the edits of a document. */
  refresh(uri: string): void {
    const editors = window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri);
    const document = openDocument(uri);
    const edits = this.#known.of(uri);
    this.#late.delete(uri);
    if (edits.length === 0 || !document) {
      this.#drawings.delete(uri);
    } else if (
      isToldOf(
        document,
        edits.flatMap(({ hunks }) => hunks),
      )
    ) {
      this.#drawings.set(uri, drawingOf(document, edits));
    } else {
      // VS Code moves what is drawn, until the server has told anew.
      this.#late.add(uri);
      return;
    }
    this.#draw(editors);
  }

  /** Nothing is known any more. */
  clear(): void {
    this.#drawings.clear();
    this.#late.clear();
    this.#draw(window.visibleTextEditors);
  }

  #draw(editors: readonly TextEditor[]): void {
    for (const editor of editors) {
      const drawing = this.#drawings.get(editor.document.uri.toString());
      if (this.#drawn.get(editor) !== drawing) {
        this.#drawn.set(editor, drawing);
        for (const [look, type] of this.#types) {
          editor.setDecorations(type, [...(drawing?.[look] ?? [])]);
        }
      }
    }
  }
}

function isToldOf(document: TextDocument, hunks: Parameters<typeof originalText>[1]): boolean {
  return originalText(document.getText(), hunks) !== undefined;
}
