/** The commands of the palette: what the person means, as an argument for the server's command. */
import {
  commands,
  type Disposable,
  languages,
  type Position,
  type Range,
  type TextEditor,
  window,
} from "vscode";
import type { Handlers } from "../commands.ts";
import type { KnownEdits } from "../editing/known-edits.ts";
import type { PromptResult, ReasonResult, ReasonsResult } from "../protocol.ts";
import { type Asking, askFor } from "./asking.ts";

/** What the palette needs that is not the server's. */
export type Own = Pick<
  Handlers,
  | "statistics"
  | "status"
  | "snooze"
  | "chooseModel"
  | "setApiKey"
  | "clearApiKey"
  | "tryEmbeddedModel"
  | "stopEmbeddedModel"
  | "restartServer"
  | "showLog"
>;

export function registerPalette(asking: Asking, known: KnownEdits, own: Own): Disposable[] {
  const inEditor = (run: (editor: TextEditor) => Promise<unknown>) => async () => {
    const editor = window.activeTextEditor;
    await (editor ? run(editor) : window.showInformationMessage("PowerTokens: open a file first."));
  };
  const onRegion = (command: string) => inEditor((editor) => asking.ask(command, region(editor)));
  const decide = (command: string) => async () => {
    const editor = window.activeTextEditor;
    const editId = known.decidable(editor?.document.uri.toString(), editor?.selection.active.line ?? 0);
    await (editId
      ? asking.ask(command, { editId })
      : window.showInformationMessage("PowerTokens: no edit here waits for a decision."));
  };
  const handlers: Handlers = {
    rewrite: inEditor((editor) => rewrite(asking, editor)),
    generate: inEditor((editor) => generate(asking, editor)),
    fix: inEditor((editor) => asking.ask("ptLsp.fix", { ...region(editor), diagnostics: problems(editor) })),
    document: onRegion("ptLsp.document"),
    explain: onRegion("ptLsp.explain"),
    acceptEdit: decide("ptLsp.acceptEdit"),
    rejectEdit: decide("ptLsp.rejectEdit"),
    cancel: () => asking.ask("ptLsp.cancel", {}),
    whyNoCompletion: () => whyNoCompletion(asking),
    showPrompt: () => showPrompt(asking),
    ...own,
  };
  return Object.entries(handlers).map(([name, run]) => commands.registerCommand(`powertokens.${name}`, run));
}

async function rewrite(asking: Asking, editor: TextEditor): Promise<void> {
  const target = region(editor);
  const instruction = await askFor("Rewrite: what shall change?", "make it iterative; handle empty input");
  if (instruction) {
    await asking.ask("ptLsp.edit", { ...target, instruction });
  }
}

async function generate(asking: Asking, editor: TextEditor): Promise<void> {
  const { textDocument } = region(editor);
  const position = plain(editor.selection.active);
  const instruction = await askFor(
    "Generate here: what shall be written?",
    "a function that parses ISO dates",
  );
  if (instruction) {
    await asking.ask("ptLsp.generate", { textDocument, position, instruction });
  }
}

function region({ document, selection }: TextEditor) {
  return {
    textDocument: { uri: document.uri.toString() },
    range: { start: plain(selection.start), end: plain(selection.end) },
  };
}

function problems({ document, selection }: TextEditor) {
  return languages
    .getDiagnostics(document.uri)
    .filter(({ range }) => range.intersection(selection) !== undefined)
    .map(({ range, message }) => ({ range: plainRange(range), message }));
}

async function whyNoCompletion(asking: Asking): Promise<void> {
  const answer = await asking.ask<ReasonsResult>("ptLsp.whyNoCompletion");
  if (!answer) {
    return;
  }
  if (answer.reasons.length === 0) {
    await window.showInformationMessage("PowerTokens: no completion has been held back yet.");
    return;
  }
  const items = answer.reasons.map((each) => ({
    label: each.reason,
    description: `${place(each)} at ${new Date(each.time).toLocaleTimeString()}`,
    detail: each.detail,
  }));
  await window.showQuickPick(items, { title: "Why there was no completion, newest first" });
}

function place({ uri, position }: ReasonResult): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  return position ? `${decodeURIComponent(name)}:${position.line + 1}:${position.character + 1}` : name;
}

async function showPrompt(asking: Asking): Promise<void> {
  const answer = await asking.ask<PromptResult>("ptLsp.showPrompt");
  // The server opens it when there is something; a single line says that there is nothing.
  if (answer && !answer.markdown.includes("\n")) {
    await window.showInformationMessage(`PowerTokens: ${answer.markdown}`);
  }
}

function plain({ line, character }: Position) {
  return { line, character };
}

function plainRange({ start, end }: Range) {
  return { start: plain(start), end: plain(end) };
}
