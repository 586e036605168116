/** What the extension does otherwise than the language client would. */
import { Uri, ViewColumn, window } from "vscode";
import type { ExecuteCommandSignature, Middleware, ShowDocumentParams } from "vscode-languageclient/node";
import { type Asking, askFor } from "../asking/asking.ts";
import { groupingUndo } from "../editing/apply-edit.ts";
import { restoringClosed } from "../editing/closed-edits.ts";
import type { KnownEdits } from "../editing/known-edits.ts";
import type { UndoStops } from "../editing/undo-stops.ts";
import type { Section } from "../settings/explicit-settings.ts";

/** The scheme of documents that the server makes: explanations, what was sent. */
const CONTENT_SCHEME = "ptlsp";

export function makeMiddleware(
  asking: Asking,
  known: KnownEdits,
  stops: UndoStops,
  settings: () => Section,
  settingsIn: (folder: Uri) => Section,
): Middleware {
  return {
    executeCommand: (command, args, next) => execute(asking, command, args, next),
    workspace: {
      handleApplyEdit: restoringClosed(groupingUndo(stops, known)),
      configuration: ({ items }) =>
        items.map(({ section, scopeUri }) => {
          if (section !== "ptLsp") {
            return null;
          }
          return scopeUri ? settingsIn(Uri.parse(scopeUri)) : settings();
        }),
    },
    window: {
      showDocument: (params, token, next) =>
        params.uri.startsWith(`${CONTENT_SCHEME}:`) ? showBeside(params) : next(params, token),
    },
  };
}

/** A command that a code action, a lens or an accepted completion has run. */
async function execute(
  asking: Asking,
  command: string,
  args: unknown[],
  next: ExecuteCommandSignature,
): Promise<unknown> {
  if (command === "ptLsp.completionAccepted") {
    return next(command, args);
  }
  const argument = (args[0] ?? {}) as { instruction?: string };
  if (command === "ptLsp.retryEdit" && argument.instruction === undefined) {
    const instruction = await askFor(
      "Try again: what shall be different? May be empty.",
      "keep the old names",
    );
    return instruction === undefined ? undefined : asking.ask(command, { ...argument, instruction });
  }
  return asking.ask(command, argument);
}

/** Beside the code, as text: a rendered page would fetch the images that a model's answer names. */
async function showBeside({ uri, takeFocus }: ShowDocumentParams): Promise<{ success: boolean }> {
  await window.showTextDocument(Uri.parse(uri), { viewColumn: ViewColumn.Beside, preserveFocus: !takeFocus });
  return { success: true };
}
