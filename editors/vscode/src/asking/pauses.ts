/**
 * What the person has paused, for the server that is started in another's place: it knows nothing of that, and would
 * suggest again. No editor is needed for that.
 */
import type { SnoozeResult } from "../protocol.ts";

interface Pause {
  readonly on: boolean;
  readonly languageId?: string;
  readonly uri?: string;
}

export class Pauses {
  #snoozedUntilMs = 0;
  /** By where they hold. */
  readonly #pauses = new Map<string, Pause>();

  /** A server has carried out a command. */
  note(command: string, argument: object, result: unknown): void {
    if (command === "ptLsp.snooze") {
      this.#snoozedUntilMs = Date.parse(`${(result as SnoozeResult).until}`) || 0;
    } else if (command === "ptLsp.pause") {
      const { on, ...where } = argument as Pause;
      this.#pauses.delete(JSON.stringify(where));
      if (on) {
        this.#pauses.set(JSON.stringify(where), { on, ...where });
      }
    }
  }

  /** A document that is opened anew is not paused. */
  closed(uri: string): void {
    this.#pauses.delete(JSON.stringify({ uri }));
  }

  /** What is to be asked of a server that has just been started. */
  commands(nowMs: number): [string, object][] {
    const pauses = [...this.#pauses.values()].map((each): [string, object] => ["ptLsp.pause", each]);
    const minutes = (this.#snoozedUntilMs - nowMs) / 60_000;
    return minutes > 0 ? [["ptLsp.snooze", { minutes }], ...pauses] : pauses;
  }
}
