/** The code that an instruction is about while it is being typed: where it is, and how it is called. */
import {
  commands,
  Disposable,
  type Range,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import { toRange } from "../documents.ts";
import { followed } from "./followed-range.ts";
import { definitionAround, type Outlined } from "./scope-name.ts";

export class AskedCode implements Disposable {
  readonly document: TextDocument;
  /** Undefined once text around all of it was replaced. */
  range: Range | undefined;
  #outline: readonly Outlined[] = [];
  readonly #onChange: () => void;
  readonly #listening: Disposable;

  /**
   * What is selected in the editor, or the cursor's place. Changes of the document move it. Other code that is
   * selected meanwhile takes its place; a mere click, to look at something, does not. `onChange` follows both,
   * and the names of definitions, which some languages tell late and others never.
   */
  constructor({ document, selection }: TextEditor, onChange: () => void) {
    this.document = document;
    this.range = selection;
    this.#onChange = onChange;
    this.#listening = Disposable.from(
      workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && this.range) {
          const now = followed(this.range, event.contentChanges);
          this.#become(now && toRange(now));
        }
      }),
      window.onDidChangeTextEditorSelection(({ textEditor, selections: [selected] }) => {
        if (textEditor.document === document && selected && !selected.isEmpty) {
          this.#become(selected);
        }
      }),
    );
    this.#name().catch(() => undefined);
  }

  /** The smallest definition around, where one is known. */
  get definition(): string | undefined {
    return this.range && definitionAround(this.range, this.#outline);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  async #name(): Promise<void> {
    const { uri } = this.document;
    const command = "vscode.executeDocumentSymbolProvider";
    this.#outline = (await commands.executeCommand<Outlined[] | undefined>(command, uri)) ?? [];
    this.#onChange();
  }

  #become(range: Range | undefined): void {
    this.range = range;
    this.#onChange();
  }
}
