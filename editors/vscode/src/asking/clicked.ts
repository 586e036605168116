/** Runs the server's commands that a code action, a lens, a menu, a message or an accepted completion names. */
import { type Disposable, workspace } from "vscode";
import type { RegionArguments } from "../protocol.ts";
import { type Asking, askFor, EXPLAINING } from "./asking.ts";
import type { Answers } from "./palette.ts";
import { Pauses } from "./pauses.ts";

export class Clicked implements Disposable {
  readonly #asking: Asking;
  readonly #pages: Answers;
  /** Has the server run a command whose answer nobody waits for. */
  readonly #tell: (command: string, args: unknown[]) => void;
  readonly #pauses = new Pauses();
  readonly #listening = workspace.onDidCloseTextDocument(({ uri }) => this.#pauses.closed(uri.toString()));

  constructor(asking: Asking, pages: Answers, tell: (command: string, args: unknown[]) => void) {
    this.#asking = asking;
    this.#pages = pages;
    this.#tell = tell;
  }

  readonly run = async (command: string, args: unknown[]): Promise<unknown> => {
    if (command === "ptLsp.completionAccepted") {
      return this.#tell(command, args);
    }
    if (EXPLAINING.has(command)) {
      return this.#pages.explain(args[0] as RegionArguments, command);
    }
    const argument = (args[0] ?? {}) as { instruction?: string };
    if (command === "ptLsp.retryEdit" && argument.instruction === undefined) {
      const instruction = await askFor(
        "Try again: what shall be different? May be empty.",
        "keep the old names",
      );
      return instruction === undefined ? undefined : this.#asking.ask(command, { ...argument, instruction });
    }
    const result = await this.#asking.ask(command, argument);
    if (result !== undefined) {
      this.#pauses.note(command, argument, result);
    }
    this.#pages.showAnswer("Answer", result);
    return result;
  };

  /** Another server runs. */
  onStart(): void {
    for (const [command, argument] of this.#pauses.commands(Date.now())) {
      this.#tell(command, [argument]);
    }
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
