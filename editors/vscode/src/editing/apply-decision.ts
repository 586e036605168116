/** Decides how an edit of the server's gets into its document; no editor is needed for that. */
import type { ApplyWorkspaceEditParams, TextEdit } from "vscode-languageclient/node";

/** Changes of one document, made for one version of it. */
export interface Operation {
  readonly uri: string;
  readonly version: number;
  readonly edits: readonly TextEdit[];
}

/** The operation that an edit is, its URI as `normal` has it; undefined for an edit of any other shape. */
export function operationOf(
  { edit }: ApplyWorkspaceEditParams,
  normal: (uri: string) => string,
): Operation | undefined {
  const [change, ...others] = edit.documentChanges ?? [];
  if (!change || others.length > 0 || !("textDocument" in change) || change.textDocument.version === null) {
    return undefined;
  }
  const edits = change.edits.filter(
    (each): each is TextEdit => "newText" in each && !("annotationId" in each),
  );
  const uri = normal(change.textDocument.uri);
  const { version } = change.textDocument;
  return edits.length === change.edits.length ? { uri, version, edits } : undefined;
}

/**
 * `editor`: in a visible editor, where undo steps can be joined. `refuse`: it was made for a text that stands no
 * longer. `client`: as the language client does it, for documents that no editor shows.
 */
export type Way = "editor" | "refuse" | "client";

/** `shownVersion` is the document's version where an editor shows it. */
export function wayFor(operation: Operation | undefined, shownVersion: number | undefined): Way {
  if (operation === undefined || shownVersion === undefined) {
    return "client";
  }
  return shownVersion === operation.version ? "editor" : "refuse";
}
