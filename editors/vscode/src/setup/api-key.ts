/** The API key in VS Code's secret storage. Refuses to put it anywhere else, and to show it. */
import { type SecretStorage, window } from "vscode";
import type { KeyOrigin } from "../asking/failures.ts";
import type { Section } from "../settings/explicit-settings.ts";

const NAME = "powertokens.apiKey";

/** Where the key comes from, as far as the extension can tell; `variable` is that of the environment. */
export function originOf({ isStored }: ApiKey, variable: string | undefined, settings: Section): KeyOrigin {
  if (variable?.trim()) {
    return "environment";
  }
  if (settings["endpoint.apiKeyCommand"]) {
    return "command";
  }
  return isStored ? "stored" : "unknown";
}

export class ApiKey {
  readonly #secrets: SecretStorage;
  #isStored = false;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /** Whether there was one when it was last read. */
  get isStored(): boolean {
    return this.#isStored;
  }

  async read(): Promise<string | undefined> {
    const key = await this.#secrets.get(NAME);
    this.#isStored = key !== undefined;
    return key;
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

  /** Removes it; gives whether there was one, and tells. */
  async clear(): Promise<boolean> {
    const wasStored = (await this.read()) !== undefined;
    await this.#secrets.delete(NAME);
    const told = wasStored ? "the stored API key is removed." : "no API key is stored in VS Code.";
    window.setStatusBarMessage(`PowerTokens: ${told}`, 5000);
    return wasStored;
  }
}
