/** Has things done one after the other. What fails keeps nothing else from its turn. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does it once all is done that was asked for before; settles as that does. */
  take(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when nothing is left to be done, what is asked for meanwhile included. */
  async over(): Promise<void> {
    let last: Promise<unknown> | undefined;
    while (last !== this.#last) {
      last = this.#last;
      await last;
    }
  }
}
