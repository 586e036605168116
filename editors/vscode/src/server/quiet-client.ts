/** The language client without what it does to the person, and with a way to leave a server that does not answer. */
import type { ChildProcess } from "node:child_process";
import {
  type DynamicFeature,
  ExecuteCommandRequest,
  LanguageClient,
  type MessageTransports,
  type StaticFeature,
} from "vscode-languageclient/node";

export class QuietClient extends LanguageClient {
  #isLeft = false;

  /** Writes into the log what would be popped up: the status item tells how things stand. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as the client has it
  override registerFeature(feature: StaticFeature | DynamicFeature<any>): void {
    const isOfCommands =
      "registrationType" in feature && feature.registrationType.method === ExecuteCommandRequest.method;
    // Its commands would go with each server: `LastingCommands` has them.
    if (!isOfCommands) {
      super.registerFeature(feature);
    }
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
