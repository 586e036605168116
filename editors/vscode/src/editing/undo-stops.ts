/**
 * Decides where an undo step begins, so that a stream that nobody disturbs is one step and no step holds both
 * typing and streamed text. Refuses to know editors: documents are URIs and versions.
 */

interface Last {
  readonly version: number;
  readonly chapter: number;
}

export class UndoStops {
  readonly #last = new Map<string, Last>();

  /**
   * Whether an undo step has to begin before the next operation on the document at `version`. A new
   * `chapter` of the document's edits begins a step of its own.
   */
  isNeeded(uri: string, version: number, chapter: number): boolean {
    const last = this.#last.get(uri);
    return last === undefined || last.version !== version || last.chapter !== chapter;
  }

  /** An operation was applied, and has left the document at `version`. */
  applied(uri: string, version: number, chapter: number): void {
    this.#last.set(uri, { version, chapter });
  }

  forget(uri: string): void {
    this.#last.delete(uri);
  }
}
