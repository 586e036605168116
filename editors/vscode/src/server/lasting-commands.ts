/**
 * The server's commands in VS Code. They stay while the server is started again: a lens, a menu or a message that is
 * still there would lead to nothing else.
 */
import { commands, type Disposable } from "vscode";

export class LastingCommands implements Disposable {
  readonly #run: (command: string, args: unknown[]) => unknown;
  readonly #known = new Map<string, Disposable>();

  constructor(run: (command: string, args: unknown[]) => unknown) {
    this.#run = run;
  }

  /** A server has these. */
  know(names: readonly string[]): void {
    for (const name of names.filter((each) => !this.#known.has(each))) {
      this.#known.set(
        name,
        commands.registerCommand(name, (...args) => this.#run(name, args)),
      );
    }
  }

  dispose(): void {
    for (const each of this.#known.values()) {
      each.dispose();
    }
  }
}
