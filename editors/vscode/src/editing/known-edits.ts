/**
 * The server's edits as `ptLsp/editProgress` told them last: which there are in a document, which can be decided
 * at a place, and when a new chapter begins for undo. Refuses to know VS Code, and to move anything: the server
 * tells anew where edits are.
 */
import type { EditProgress } from "../protocol.ts";

/** An edit of an open document. */
export type KnownEdit = EditProgress & { readonly range: NonNullable<EditProgress["range"]> };

const DECIDABLE = new Set(["pending", "stopped"]);
const SHOWN = new Set(["running", ...DECIDABLE]);

export class KnownEdits {
  readonly #edits = new Map<string, KnownEdit>();
  readonly #chapters = new Map<string, number>();

  /** Takes a progress notification. */
  tell(progress: EditProgress): void {
    const { uri } = progress;
    const known = this.#edits.get(progress.editId);
    if (known === undefined || chapterOf(known) !== chapterOf(progress)) {
      this.#chapters.set(uri, this.chapter(uri) + 1);
    }
    if (isShown(progress)) {
      this.#edits.set(progress.editId, progress);
    } else {
      this.#edits.delete(progress.editId);
    }
  }

  /** The edits of a document that run or wait for a verdict, from top to bottom. */
  of(uri: string): readonly KnownEdit[] {
    return [...this.#edits.values()]
      .filter((edit) => edit.uri === uri)
      .sort((one, other) => one.range.start.line - other.range.start.line);
  }

  /** Those of a document that wait for a verdict. */
  waitingIn(uri: string): readonly KnownEdit[] {
    return this.of(uri).filter(({ state }) => DECIDABLE.has(state));
  }

  /** The edit that is meant at a line of a document: the one there, else the only one of it, else of all. */
  decidable(uri: string, line: number): string | undefined {
    const inFile = this.waitingIn(uri);
    const here = inFile.find((edit) => covers(edit, line));
    const all =
      inFile.length > 0 ? inFile : [...this.#edits.values()].filter((edit) => DECIDABLE.has(edit.state));
    return (here ?? (all.length === 1 ? all[0] : undefined))?.editId;
  }

  /** A number that grows with each state of each edit of the document; not while a stream runs on. */
  chapter(uri: string): number {
    return this.#chapters.get(uri) ?? 0;
  }

  /** The server was started again and knows none of them. */
  clear(): void {
    this.#edits.clear();
  }
}

function chapterOf({ state, hunks }: EditProgress): string {
  // Of a stream that runs on, each line has other hunks.
  const decided = state === "running" ? [] : hunks.map((hunk) => `${hunk.id}=${hunk.state}`);
  return [state, ...decided].join(" ");
}

function isShown(progress: EditProgress): progress is KnownEdit {
  return SHOWN.has(progress.state) && progress.range !== null;
}

function covers({ range: { start, end } }: KnownEdit, line: number): boolean {
  const endsBefore = end.character === 0 && end.line > start.line;
  return start.line <= line && line <= end.line - (endsBefore ? 1 : 0);
}
