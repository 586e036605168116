/**
 * Which of the server's edits are for a document that nobody has open: what it takes back in a file after a tab was
 * closed in mid-stream. Refuses to know VS Code.
 */

interface Change {
  readonly textDocument?: { readonly uri: string; readonly version: number | null };
}

export interface Aim {
  readonly uri: string;
  /** `usual`: whoever applies other edits does this one, too. */
  readonly way: "usual" | "closed" | "refuse";
}

/** How an edit of one document is to be applied; undefined for any other edit. `isOpen` tells of a URI. */
export function aimOf(
  changes: readonly Change[] | undefined,
  isOpen: (uri: string) => boolean,
): Aim | undefined {
  const [change, ...others] = changes ?? [];
  if (!change?.textDocument || others.length > 0) {
    return undefined;
  }
  const { uri, version } = change.textDocument;
  if (isOpen(uri)) {
    // What the server compared was the file, and somebody has opened it since.
    return { uri, way: version === null ? "refuse" : "usual" };
  }
  // An edit for a version is for a text that went with the tab: the language client would apply it to the file.
  return { uri, way: version === null ? "closed" : "refuse" };
}
