/** The API key in VS Code's secret storage. Refuses to put it anywhere else, and to show it. */
import { type SecretStorage, window } from "vscode";

const NAME = "powertokens.apiKey";

export class ApiKey {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  read(): Thenable<string | undefined> {
    return this.#secrets.get(NAME);
  }

  /** Asks for a new one; gives whether it was changed. */
  async ask(): Promise<boolean> {
    const key = await window.showInputBox({
      title: "PowerTokens API key",
      prompt: "Kept in VS Code's secret storage. Empty removes it.",
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) {
      return false;
    }
    await (key.trim() ? this.#secrets.store(NAME, key.trim()) : this.#secrets.delete(NAME));
    return true;
  }
}
