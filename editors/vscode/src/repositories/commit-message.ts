/**
 * Has a commit message written: into the file that git has opened for it, else into the input box of its
 * repository, where one undo takes it back.
 */
import { window } from "vscode";
import type { Asking } from "../asking/asking.ts";
import type { Handlers } from "../commands.ts";
import type { CommitMessageResult } from "../protocol.ts";
import { chooseRepository } from "./choosing.ts";
import type { Repository } from "./git.ts";
import { type Filling, filling } from "./input-box.ts";

const COMMAND = "ptLsp.commitMessage";
/** As VS Code calls the language of what git opens for a message. */
const MESSAGE_FILE = "git-commit";
const TOLD_MS = 10000;

export class CommitMessages {
  readonly #asking: Asking;
  /** By the URI of the repository, as are the fillings. */
  readonly #running = new Set<string>();
  readonly #last = new Map<string, Filling>();

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  readonly handlers: Pick<Handlers, "writeCommitMessage"> = {
    writeCommitMessage: async (source) => {
      const document = source === undefined ? window.activeTextEditor?.document : undefined;
      if (document?.languageId === MESSAGE_FILE) {
        await this.#asking.ask(COMMAND, { textDocument: { uri: document.uri.toString() } });
        return;
      }
      const repository = await chooseRepository(source);
      await (repository && this.#write(repository));
    },
  };

  async #write(repository: Repository): Promise<void> {
    const folder = repository.rootUri.toString();
    if (this.#running.has(folder)) {
      // A second click asks for nothing that does not come already.
      return;
    }
    this.#running.add(folder);
    const onRetry = () => this.#write(repository);
    const answer = await this.#asking.ask<CommitMessageResult>(COMMAND, { folder }, { onRetry });
    this.#running.delete(folder);
    if (answer && answer.state !== "cancelled") {
      this.#put(repository, answer.message);
    }
  }

  #put({ rootUri, inputBox }: Repository, message: string): void {
    const root = rootUri.toString();
    const filled = filling(inputBox.value, message, this.#last.get(root));
    this.#last.set(root, filled);
    inputBox.value = filled.text;
    const where =
      filled.text === message
        ? "the commit message is in the Source Control view."
        : "what you had typed stands below the commit message.";
    window.setStatusBarMessage(`PowerTokens: ${where}`, TOLD_MS);
  }
}
