/** Show Changes: a document beside what it was before its edits, kept in step while they are decided. */
import {
  commands,
  type Disposable,
  EventEmitter,
  languages,
  type TextDocument,
  type TextDocumentContentProvider,
  type TextEditor,
  Uri,
  workspace,
} from "vscode";
import { nameOf, openDocument } from "../documents.ts";
import type { KnownEdits } from "../editing/known-edits.ts";
import { originalText } from "./original-text.ts";

const SCHEME = "ptlsp-original";

export class Originals implements TextDocumentContentProvider {
  readonly #known: KnownEdits;
  readonly #changed = new EventEmitter<Uri>();
  /** What open originals read, by their own URI. */
  readonly #texts = new Map<string, string>();
  readonly onDidChange = this.#changed.event;
  readonly disposables: readonly Disposable[];

  constructor(known: KnownEdits) {
    this.#known = known;
    this.disposables = [
      this.#changed,
      workspace.registerTextDocumentContentProvider(SCHEME, this),
      workspace.onDidChangeTextDocument(({ document }) => this.refresh(document.uri.toString())),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** The edits of a document, or its text, may have changed. */
  refresh(uri: string): void {
    if (this.#texts.size === 0) {
      // Each key comes by here.
      return;
    }
    const original = originalOf(Uri.parse(uri));
    const shown = this.#texts.get(original.toString());
    if (shown !== undefined && this.#read(original) !== shown) {
      this.#changed.fire(original);
    }
  }

  provideTextDocumentContent(uri: Uri): string {
    const text = this.#read(uri);
    this.#texts.set(uri.toString(), text);
    return text;
  }

  async show({ document, selection }: TextEditor): Promise<void> {
    const original = originalOf(document.uri);
    await inLanguageOf(document, await workspace.openTextDocument(original));
    await commands.executeCommand(
      "vscode.diff",
      original,
      document.uri,
      `${nameOf(document.uri)} (changes of PowerTokens)`,
      {
        selection,
      },
    );
  }

  /** What an original reads now, or read last where the server has yet to tell where the edits are. */
  #read(original: Uri): string {
    const uri = documentOf(original);
    const text = openDocument(uri)?.getText();
    const hunks = this.#known.of(uri).flatMap((edit) => edit.hunks);
    const read = text === undefined ? undefined : originalText(text, hunks);
    return read ?? this.#texts.get(original.toString()) ?? text ?? "";
  }
}

/** The URI of the document that is meant: for an original, the one that it is the original of. */
export function documentOf(uri: Uri): string {
  return uri.scheme === SCHEME ? uri.query : uri.toString();
}

function originalOf(uri: Uri): Uri {
  return Uri.from({ scheme: SCHEME, path: uri.path.replace(/^(?!\/)/, "/"), query: uri.toString() });
}

async function inLanguageOf({ languageId }: TextDocument, original: TextDocument): Promise<void> {
  if (original.languageId !== languageId) {
    await languages.setTextDocumentLanguage(original, languageId);
  }
}
