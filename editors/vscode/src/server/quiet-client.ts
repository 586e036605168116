/** The language client without what it does to the person, and with a way to leave a server that does not answer. */
import type { ChildProcess } from "node:child_process";
import { LanguageClient, type MessageTransports } from "vscode-languageclient/node";

export class QuietClient extends LanguageClient {
  #isLeft = false;

  /** Writes into the log what would be popped up: the status item tells how things stand. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** Ends a server that has not answered yet: it cannot be asked to end, and would stay. */
  leave(): void {
    this.#isLeft = true;
    (this as unknown as { _serverProcess?: ChildProcess })._serverProcess?.kill();
  }

  protected override async createMessageTransports(encoding: string): Promise<MessageTransports> {
    const transports = await super.createMessageTransports(encoding);
    if (this.#isLeft) {
      // It was started only now.
      this.leave();
    }
    return transports;
  }
}
