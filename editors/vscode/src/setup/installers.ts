/** What can install the server on this machine. Refuses to take what lies in an open folder, and to run anything. */
import { findProgram, type Machine } from "../server/find-server.ts";

/** A program with its arguments, and the line that one would type for it. */
export interface Installer {
  readonly line: string;
  readonly program: string;
  readonly args: readonly string[];
}

const WAYS = [
  ["uv", "tool", "install", "pt-lsp"],
  ["pipx", "install", "pt-lsp"],
] as const;

/** Those that are there, the better first. */
export function findInstallers(openFolders: readonly string[], machine: Machine): Installer[] {
  return WAYS.flatMap(([name, ...args]) => {
    const program = findProgram(name, openFolders, machine);
    return program ? [{ line: [name, ...args].join(" "), program, args }] : [];
  });
}
