/** Which repositories VS Code's own git knows: of its API, version 1, only what is used. */
import { setTimeout } from "node:timers/promises";
import { type Disposable, type Event, extensions, type Uri } from "vscode";

/** It looks through open folders when a window starts. */
const PATIENCE_MS = 5000;

export interface Repository {
  readonly rootUri: Uri;
  readonly inputBox: { value: string };
}

export interface Git {
  readonly state: "uninitialized" | "initialized";
  readonly onDidChangeState: Event<Git["state"]>;
  readonly repositories: readonly Repository[];
  getRepository(uri: Uri): Repository | null;
}

interface Exports {
  readonly enabled: boolean;
  getAPI(version: 1): Git;
}

/** Undefined where its extension is disabled, its setting is off or there is no git program. */
export async function findGit(): Promise<Git | undefined> {
  const exported = await extensions.getExtension<Exports>("vscode.git")?.activate();
  if (!exported?.enabled) {
    return undefined;
  }
  const git = exported.getAPI(1);
  await looked(git);
  return git;
}

/** Resolves when it has looked through the open folders, or takes too long. */
async function looked(git: Git): Promise<void> {
  let listening: Disposable | undefined;
  const done = new Promise<void>((resolve) => {
    listening = git.onDidChangeState(() => resolve());
  });
  if (git.state !== "initialized") {
    await Promise.race([done, setTimeout(PATIENCE_MS)]);
  }
  listening?.dispose();
}
