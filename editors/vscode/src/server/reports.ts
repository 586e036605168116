/**
 * Which documents' problems are still those of the text before our own edit. Whoever reports problems does so some
 * time after a change, or never. No editor is needed for that.
 */

export class Reports {
  /** Documents by the ids of our edits that run in them. */
  readonly #running = new Map<string, string>();
  readonly #stale = new Set<string>();

  /** Takes how one of our edits stands. */
  edit(editId: string, uri: string, state: string): void {
    if (state === "running") {
      this.#running.set(editId, uri);
    } else {
      this.#running.delete(editId);
    }
  }

  /** Another server runs: the edits of the one before do not. */
  restarted(): void {
    this.#running.clear();
  }

  /** The document was changed. */
  changed(uri: string): void {
    if ([...this.#running.values()].includes(uri)) {
      this.#stale.add(uri);
    }
  }

  /** Problems of the document were reported, or it was closed. */
  reported(uri: string): void {
    this.#stale.delete(uri);
  }

  isStale(uri: string): boolean {
    return this.#stale.has(uri);
  }
}
