/** The settings as they stand in VS Code now, and word of their changes. */
import { type Disposable, type Uri, workspace } from "vscode";
import {
  declaredKeys,
  explicitSettings,
  folderSettings,
  hasLost,
  type Section,
} from "./explicit-settings.ts";

export class Settings {
  readonly #declared: readonly string[];
  readonly #instead: () => Section;

  /** `instead` is what counts in this window in place of what is set. */
  constructor(manifest: unknown, instead: () => Section) {
    this.#declared = declaredKeys(manifest);
    this.#instead = instead;
  }

  /** For the server: what the person has set, and what the workspace says apart from that. */
  readonly all = (): Section => ({ ...explicitSettings(this.#declared, inspectIn()), ...this.#instead() });

  /** What one of several folders says. */
  readonly ofFolder = (folder: Uri): Section => folderSettings(this.#declared, inspectIn(folder));

  /** Has the server told of changes, or started anew where telling is not enough. */
  watch(server: { restart(): Promise<void>; tellSettings(): void }): Disposable {
    let told = this.all();
    return workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("ptLsp")) {
        const before = told;
        told = this.all();
        // The server keeps what it was started with where nothing newer is said.
        const isOther = event.affectsConfiguration("ptLsp.server") || hasLost(before, told);
        void (isOther ? server.restart() : server.tellSettings());
      }
    });
  }
}

/** Without a folder, null: left out, it would be that of the active editor. */
function inspectIn(folder: Uri | null = null) {
  return (key: string) => workspace.getConfiguration("ptLsp", folder).inspect(key);
}
