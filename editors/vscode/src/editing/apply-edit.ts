/**
 * Applies the server's operations so that a stream is one undo step: the middleware of `workspace/applyEdit`.
 * Refuses to judge what an edit is for; what it cannot do better it leaves to the language client.
 */

import {
  type Range,
  Selection,
  type TextDocument,
  type TextEditor,
  type TextEditorEdit,
  Uri,
  window,
  workspace,
} from "vscode";
import { CancellationToken, type WorkspaceMiddleware } from "vscode-languageclient/node";
import { toRange } from "../documents.ts";
import { type Operation, operationOf, wayFor } from "./apply-decision.ts";
import type { KnownEdits } from "./known-edits.ts";
import type { UndoStops } from "./undo-stops.ts";

type Handler = NonNullable<WorkspaceMiddleware["handleApplyEdit"]>;

export function groupingUndo(stops: UndoStops, known: KnownEdits): Handler {
  return async (params, next) => {
    const operation = operationOf(params, (uri) => Uri.parse(uri).toString());
    const editor = operation && visibleEditor(operation.uri);
    // Nothing may come between this comparison and `edit`, which compares the version that it sees here again.
    const way = wayFor(operation, editor?.document.version);
    if (way === "refuse") {
      return { applied: false, failureReason: "the document has changed" };
    }
    if (way === "client" || !operation || !editor) {
      return next(params, CancellationToken.None);
    }
    const applied = await apply(operation, editor, stops, known.chapter(operation.uri)).catch(
      () => undefined, // its tab was hidden meanwhile
    );
    return applied === undefined || isReadOnlyCell(editor, operation)
      ? next(params, CancellationToken.None)
      : { applied };
  };
}

async function apply(
  { uri, edits }: Operation,
  editor: TextEditor,
  stops: UndoStops,
  chapter: number,
): Promise<boolean> {
  const { document } = editor;
  const undoStopBefore = stops.isNeeded(uri, document.version, chapter);
  const ranges = edits.map(({ range }) => toRange(range));
  collapseSelections(editor, ranges);
  const ours = nextVersion(document);
  const replace = (builder: TextEditorEdit) => {
    for (const [index, range] of ranges.entries()) {
      // Not `insert`, which would carry a cursor that stands there along with the stream.
      builder.replace(range, edits[index]?.newText ?? "");
    }
  };
  try {
    if (!(await editor.edit(replace, { undoStopBefore, undoStopAfter: false }))) {
      return false;
    }
  } finally {
    ours.dispose();
  }
  stops.applied(uri, ours.version, chapter);
  return true;
}

/**
 * The version that the next change leaves behind. The document's own version may be newer when `edit` returns: a key
 * that was pressed meanwhile is reported before our answer is looked at.
 */
function nextVersion(document: TextDocument): { readonly version: number; dispose(): void } {
  const seen = { version: document.version, dispose: () => listening.dispose() };
  const listening = workspace.onDidChangeTextDocument((event) => {
    if (event.document === document && event.contentChanges.length > 0) {
      seen.version = document.version;
      listening.dispose();
    }
  });
  return seen;
}

/** A diff shows a cell read-only, and says that it has made the edit; its notebook takes it. */
function isReadOnlyCell({ document }: TextEditor, { version }: Operation): boolean {
  return document.uri.scheme === "vscode-notebook-cell" && document.version === version;
}

function visibleEditor(uri: string): TextEditor | undefined {
  const shows = (editor: TextEditor | undefined) => editor?.document.uri.toString() === uri;
  return shows(window.activeTextEditor) ? window.activeTextEditor : window.visibleTextEditors.find(shows);
}

/** A selection that meets the region would grow over the new text, and the next key would replace all of it. */
function collapseSelections(editor: TextEditor, ranges: readonly Range[]): void {
  const meets = (selection: Selection) =>
    !selection.isEmpty && ranges.some((range) => range.intersection(selection) !== undefined);
  if (editor.selections.some(meets)) {
    editor.selections = editor.selections.map((each) =>
      meets(each) ? new Selection(each.active, each.active) : each,
    );
  }
}
