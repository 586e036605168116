/**
 * The server's edits as `ptLsp/editProgress` tells them: which can be decided at a place, and when a new
 * chapter begins for undo. Refuses to know VS Code; lines are moved along with changes above them.
 */
import type { Range } from "vscode-languageclient/node";
import type { EditProgress } from "../protocol.ts";

export interface LineChange {
  readonly range: Range;
  readonly text: string;
}

interface Known {
  readonly editId: string;
  readonly uri: string;
  readonly state: string;
  readonly chapter: string;
  firstLine: number;
  lastLine: number;
}

const DECIDABLE = new Set(["pending", "stopped"]);
const LIVE = new Set(["running", ...DECIDABLE]);

export class KnownEdits {
  readonly #edits = new Map<string, Known>();
  readonly #chapters = new Map<string, number>();

  /** Takes a progress notification. */
  tell(progress: EditProgress): void {
    const { editId, uri, state, range, hunks } = progress;
    const chapter = [state, ...hunks.map((hunk) => `${hunk.id}=${hunk.state}`)].join(" ");
    if (chapter !== this.#edits.get(editId)?.chapter) {
      this.#chapters.set(uri, this.chapter(uri) + 1);
    }
    if (!LIVE.has(state) || range === null) {
      this.#edits.delete(editId);
      return;
    }
    const endsBefore = range.end.character === 0 && range.end.line > range.start.line;
    const lastLine = range.end.line - (endsBefore ? 1 : 0);
    this.#edits.set(editId, { editId, uri, state, chapter, firstLine: range.start.line, lastLine });
  }

  /** Moves what lies below the changes of one document. */
  moved(uri: string, changes: readonly LineChange[]): void {
    for (const { range, text } of changes) {
      const growth = text.split("\n").length - 1 - (range.end.line - range.start.line);
      for (const edit of this.#of(uri)) {
        edit.lastLine += range.start.line <= edit.lastLine ? growth : 0;
        edit.firstLine += range.end.line < edit.firstLine || isAbove(range, edit) ? growth : 0;
      }
    }
  }

  /** The edit that can be accepted or rejected at a line of a document, else the only one that can be anywhere. */
  decidable(uri: string | undefined, line: number): string | undefined {
    const all = [...this.#edits.values()].filter(({ state }) => DECIDABLE.has(state));
    const here = all.find((edit) => edit.uri === uri && edit.firstLine <= line && line <= edit.lastLine);
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

  #of(uri: string): Known[] {
    return [...this.#edits.values()].filter((edit) => edit.uri === uri);
  }
}

/** Whole lines that end where the edit begins lie above it. */
function isAbove({ end }: Range, { firstLine }: Known): boolean {
  return end.line === firstLine && end.character === 0;
}
