/** Which documents the server is told of, and what can be done with others. No editor is needed for that. */
import type { Failure } from "./failures.ts";

/** Documents that the server follows from being opened to being closed. */
export const SELECTOR = [{ scheme: "file" }, { scheme: "untitled" }, { notebook: "*" }];
const FOLLOWED = new Set(["file", "untitled", "vscode-notebook-cell"]);

const KINDS: Readonly<Record<string, string>> = {
  git: "This is an older version of the file. It can be explained; open the file itself to change it.",
  output: "This is an output channel, and no code.",
  ptlsp: "This page is the server's own. Go back to the code first.",
  "search-editor": "These are search results. Open one of them first.",
};
const OTHERS = "This document is no file of yours. It can be explained, but not changed.";
const NEVER_EXPLAINED = new Set(["output", "ptlsp", "search-editor"]);

export interface Address {
  readonly scheme: string;
  /** Decoded, as `Uri` has it. */
  readonly path: string;
}

/** Whether the server knows the document's text. */
export function isFollowed({ scheme }: Address): boolean {
  return FOLLOWED.has(scheme);
}

/**
 * Why a command about a document that the server does not follow is not run. One that leads to a file can be
 * explained: by that the server knows what must not leave the machine.
 */
export function foreign({ scheme, path }: Address, command: string): Failure | undefined {
  const canExplain = path.startsWith("/") && !NEVER_EXPLAINED.has(scheme);
  if (command === "ptLsp.explain" && canExplain) {
    return undefined;
  }
  return { sentence: KINDS[scheme] ?? OTHERS, cures: [] };
}
