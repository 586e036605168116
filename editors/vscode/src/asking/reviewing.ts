/**
 * Has code reviewed. The server reports findings as diagnostics, which VS Code shows by itself: here it is only
 * told how many there are, and that there are some.
 */
import { commands, type Disposable, languages, window } from "vscode";
import type { Handlers } from "../commands.ts";
import type { ReviewResult } from "../protocol.ts";
import { chooseFolder } from "../repositories/choosing.ts";
import type { Asking } from "./asking.ts";
import { sentenceOf } from "./findings.ts";
import { inEditor, region } from "./here.ts";

/** The source of diagnostics that are the server's own. */
const OWN_SOURCE = "PowerTokens";
const TOLD_MS = 10000;

export function reviewingCommands(
  asking: Asking,
): Pick<Handlers, "reviewFile" | "reviewSelection" | "reviewChanges" | "clearReview"> {
  const review = async (argument: object): Promise<void> => {
    const answer = await asking.ask<ReviewResult>("ptLsp.review", argument, {
      onRetry: () => review(argument),
    });
    if (answer && answer.state !== "cancelled") {
      tellFound(answer);
    }
  };
  return {
    reviewFile: inEditor(({ document }) => review({ textDocument: { uri: document.uri.toString() } })),
    reviewSelection: inEditor((editor) => review(region(editor))),
    reviewChanges: async (source) => {
      const folder = await chooseFolder(source);
      await (folder === undefined ? undefined : review({ folder }));
    },
    clearReview: () => asking.ask("ptLsp.clearReview"),
  };
}

/** Has menus know whether findings are shown anywhere. */
export function followFindings(): Disposable {
  const found = new Set<string>();
  return languages.onDidChangeDiagnostics(({ uris }) => {
    const had = found.size > 0;
    for (const uri of uris) {
      const isFound = languages.getDiagnostics(uri).some(({ source }) => source === OWN_SOURCE);
      if (isFound) {
        found.add(uri.toString());
      } else {
        found.delete(uri.toString());
      }
    }
    if (found.size > 0 !== had) {
      void commands.executeCommand("setContext", "powertokens.hasFindings", found.size > 0);
    }
  });
}

function tellFound(result: ReviewResult): void {
  const sentence = `PowerTokens: ${sentenceOf(result)}`;
  if (result.findings.length === 0 || result.message) {
    void window.showInformationMessage(sentence);
  } else {
    window.setStatusBarMessage(sentence, TOLD_MS);
  }
}
