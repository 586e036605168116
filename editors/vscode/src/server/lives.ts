/** Decides whether a server that has died is started again. Refuses to know processes and clocks. */

const MAX_DEATHS = 4;
const WITHIN_MS = 3 * 60_000;

export class Lives {
  #deaths: number[] = [];
  #hasRun = false;

  /** Whether the server has ever answered `initialize`. */
  get hasRun(): boolean {
    return this.#hasRun;
  }

  /** The server has answered `initialize`. */
  ran(): void {
    this.#hasRun = true;
  }

  /** Whether it lives again after dying at this time: not if it never ran, nor if it dies again and again. */
  again(nowMs: number): boolean {
    this.#deaths = [...this.#deaths.filter((then) => nowMs - then < WITHIN_MS), nowMs];
    return this.#hasRun && this.#deaths.length < MAX_DEATHS;
  }
}
