/** What the extension does otherwise than the language client would. */
import { Uri } from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { groupingUndo } from "../editing/apply-edit.ts";
import { restoringClosed } from "../editing/closed-edits.ts";
import type { KnownEdits } from "../editing/known-edits.ts";
import type { UndoStops } from "../editing/undo-stops.ts";
import type { Section } from "../settings/explicit-settings.ts";

/** What the middleware hands on to. */
export interface Parts {
  readonly known: KnownEdits;
  readonly stops: UndoStops;
  readonly settings: { readonly all: () => Section; readonly ofFolder: (folder: Uri) => Section };
}

export function makeMiddleware({ known, stops, settings }: Parts): Middleware {
  return {
    workspace: {
      handleApplyEdit: restoringClosed(groupingUndo(stops, known)),
      configuration: ({ items }) =>
        items.map(({ section, scopeUri }) => {
          if (section !== "ptLsp") {
            return null;
          }
          return scopeUri ? settings.ofFolder(Uri.parse(scopeUri)) : settings.all();
        }),
    },
  };
}
