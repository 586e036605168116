/** What the person points at, for the server: the selection, and the problem that is shown there. */
import { type Diagnostic, DiagnosticSeverity, languages, type TextEditor, window } from "vscode";
import type { RegionArguments } from "../protocol.ts";
import { plainRange } from "./plain.ts";

export interface ProblemArguments extends RegionArguments {
  readonly diagnostic: object;
}

/** Runs that for the active editor; without one it is told. */
export function inEditor(run: (editor: TextEditor) => Promise<unknown>): () => Promise<void> {
  return async () => {
    const editor = window.activeTextEditor;
    await (editor ? run(editor) : window.showInformationMessage("PowerTokens: open a file first."));
  };
}

/** The selection. */
export function region({ document, selection }: TextEditor): RegionArguments {
  return { textDocument: { uri: document.uri.toString() }, range: plainRange(selection) };
}

/** The gravest problem at the selection, else on its lines; undefined where none is shown. */
export function aboutProblem(editor: TextEditor): ProblemArguments | undefined {
  const { document, selection } = editor;
  const lines = document.lineAt(selection.start.line).range.union(document.lineAt(selection.end.line).range);
  const shown = languages.getDiagnostics(document.uri).filter(({ range }) => range.intersection(lines));
  const here = shown.filter(({ range }) => range.intersection(selection));
  const [found] = (here.length > 0 ? here : shown).sort(gravestFirst);
  return found && { ...region(editor), range: plainRange(found.range), diagnostic: told(found) };
}

export function gravestFirst(one: Diagnostic, other: Diagnostic): number {
  return (one.severity ?? DiagnosticSeverity.Error) - (other.severity ?? DiagnosticSeverity.Error);
}

/** In the form of LSP, whose grades count from 1. */
function told({ range, message, source, code, severity }: Diagnostic): object {
  const value = typeof code === "object" ? code.value : code;
  return {
    range: plainRange(range),
    message,
    severity: severity + 1,
    ...(source !== undefined && { source }),
    ...(value !== undefined && { code: value }),
  };
}
