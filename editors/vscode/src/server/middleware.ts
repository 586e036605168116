/** What the extension does otherwise than the language client would. */
import { Uri } from "vscode";
import type { ExecuteCommandSignature, Middleware } from "vscode-languageclient/node";
import { type Asking, askFor, EXPLAINING } from "../asking/asking.ts";
import type { Answers } from "../asking/palette.ts";
import { groupingUndo } from "../editing/apply-edit.ts";
import { restoringClosed } from "../editing/closed-edits.ts";
import type { KnownEdits } from "../editing/known-edits.ts";
import type { UndoStops } from "../editing/undo-stops.ts";
import type { RegionArguments } from "../protocol.ts";
import type { Section } from "../settings/explicit-settings.ts";

/** What the middleware hands on to. */
export interface Parts {
  readonly asking: Asking;
  readonly known: KnownEdits;
  readonly stops: UndoStops;
  readonly settings: { readonly all: () => Section; readonly ofFolder: (folder: Uri) => Section };
  readonly pages: Answers;
}

export function makeMiddleware(parts: Parts): Middleware {
  const { known, stops, settings } = parts;
  return {
    executeCommand: (command, args, next) => execute(parts, command, args, next),
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

/** A command that a code action, a lens or an accepted completion has run. */
async function execute(
  { asking, pages }: Parts,
  command: string,
  args: unknown[],
  next: ExecuteCommandSignature,
): Promise<unknown> {
  if (command === "ptLsp.completionAccepted") {
    return next(command, args);
  }
  if (EXPLAINING.has(command)) {
    return pages.explain(args[0] as RegionArguments, command);
  }
  const argument = (args[0] ?? {}) as { instruction?: string };
  if (command === "ptLsp.retryEdit" && argument.instruction === undefined) {
    const instruction = await askFor(
      "Try again: what shall be different? May be empty.",
      "keep the old names",
    );
    return instruction === undefined ? undefined : asking.ask(command, { ...argument, instruction });
  }
  const result = await asking.ask(command, argument);
  pages.showAnswer("Answer", result);
  return result;
}
