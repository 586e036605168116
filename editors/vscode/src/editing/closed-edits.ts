/** Applies the server's edits of closed documents, and saves them. Refuses all that somebody might see. */
import { TabInputText, TextEdit, Uri, WorkspaceEdit, window, workspace } from "vscode";
import {
  type ApplyWorkspaceEditResult,
  TextDocumentEdit,
  type TextEdit as ToldEdit,
  type WorkspaceMiddleware,
} from "vscode-languageclient/node";
import { openDocument, toRange } from "../documents.ts";
import { aimOf } from "./closed-documents.ts";

type Handler = NonNullable<WorkspaceMiddleware["handleApplyEdit"]>;

const REFUSED: ApplyWorkspaceEditResult = {
  applied: false,
  failureReason: "the document was opened or closed",
};

/** Edits of open documents are left to `usual`. */
export function restoringClosed(usual: Handler): Handler {
  return (params, next) => {
    const changes = params.edit.documentChanges?.filter(TextDocumentEdit.is);
    const aim = changes?.length === params.edit.documentChanges?.length ? aimOf(changes, isOpen) : undefined;
    if (aim?.way === "refuse") {
      return REFUSED;
    }
    return aim?.way === "closed" ? restore(Uri.parse(aim.uri), changes?.[0]) : usual(params, next);
  };
}

async function restore(uri: Uri, change: TextDocumentEdit | undefined): Promise<ApplyWorkspaceEditResult> {
  const edit = new WorkspaceEdit();
  const told = (change?.edits ?? []).filter((each): each is ToldEdit => "newText" in each);
  edit.set(
    uri,
    told.map(({ range, newText }) => new TextEdit(toRange(range), newText)),
  );
  const document = await workspace.openTextDocument(uri);
  // VS Code compares the version that it sees here again, so that nothing typed from now on is written over.
  if (document.isDirty || isShown(uri) || !(await workspace.applyEdit(edit))) {
    return REFUSED;
  }
  await document.save(); // where it fails VS Code says so, and shows the document
  return { applied: true };
}

function isOpen(uri: string): boolean {
  return openDocument(Uri.parse(uri).toString()) !== undefined;
}

function isShown(uri: Uri): boolean {
  return window.tabGroups.all.some(({ activeTab }) => {
    return activeTab?.input instanceof TabInputText && activeTab.input.uri.toString() === uri.toString();
  });
}
