/** What there is on this machine, for the search of programs: disk, environment, open folders, settings. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { workspace } from "vscode";
import { type Found, findServer, type Machine } from "./find-server.ts";

/** The server's command, as it is set and installed now. */
export function findHere(): Found {
  const configured = workspace.getConfiguration("ptLsp").inspect("server.command")?.globalValue;
  return findServer(configured, openFolders(), thisMachine());
}

/** Paths of the open folders, as they are given and with links followed. */
export function openFolders(): string[] {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return folders.flatMap((folder) => [folder, real(folder) ?? folder]);
}

export function thisMachine(): Machine {
  const { platform, env } = process;
  return { platform, env, home: homedir(), executable };
}

function executable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? real(path) : undefined;
  } catch {
    return undefined;
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
