/** Tells once of each edit that has stopped half-way, and how loudly. Refuses to know editors. */
import type { EditProgress } from "../protocol.ts";

/** `offer`: something else than typing has stopped it, so that a message offers what can be done. */
export type Telling = "offer" | "mention";

export class Stops {
  readonly #running = new Set<string>();

  /** What there is to tell now; undefined if nothing. */
  tell({ editId, state, hunks, stoppedBy }: EditProgress): Telling | undefined {
    if (state === "running") {
      this.#running.add(editId);
      return undefined;
    }
    // One that was found again when its document was opened is no news, and one that left nothing is none.
    const isNews = this.#running.delete(editId) && state === "stopped" && hunks.length > 0;
    if (!isNews || stoppedBy === null) {
      return undefined;
    }
    return stoppedBy === "typing" ? "mention" : "offer";
  }

  clear(): void {
    this.#running.clear();
  }
}
