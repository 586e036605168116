/** The commands of the palette: what the person means, as an argument for the server's command. */
import { commands, type Disposable, type TextEditor, window } from "vscode";
import type { Handlers } from "../commands.ts";
import type { ReasonResult, ReasonsResult, RegionArguments } from "../protocol.ts";
import { RECIPES, type Recipe, type RecipeId } from "../recipes.ts";
import type { ReviewHandlers } from "../review/review.ts";
import type { SetupCommands } from "../setup/setup-commands.ts";
import type { StatusCommands } from "../status/status-menu.ts";
import type { Asking } from "./asking.ts";
import type { Instructing } from "./instructing.ts";
import { plainRange } from "./plain.ts";

/** What the palette needs that is not the server's. */
export type Own = ReviewHandlers &
  SetupCommands &
  StatusCommands &
  Pick<Handlers, "explain" | "showPrompt" | "showLog">;

export function registerPalette(asking: Asking, instructing: Instructing, own: Own): Disposable[] {
  const inEditor = (run: (editor: TextEditor) => Promise<unknown>) => async () => {
    const editor = window.activeTextEditor;
    await (editor ? run(editor) : window.showInformationMessage("PowerTokens: open a file first."));
  };
  const onRegion = ({ id }: Recipe) => inEditor((editor) => asking.ask(`ptLsp.${id}`, region(editor)));
  const actions = Object.fromEntries(RECIPES.map((recipe) => [recipe.id, onRegion(recipe)]));
  const handlers: Handlers = {
    ...(actions as Record<RecipeId, () => Promise<void>>),
    edit: inEditor(instructing.rewrite),
    generate: inEditor(instructing.generate),
    earlierInstruction: () => instructing.recall(1),
    laterInstruction: () => instructing.recall(-1),
    cancel: () => asking.ask("ptLsp.cancel", {}),
    whyNoCompletion: () => whyNoCompletion(asking),
    ...own,
  };
  return Object.entries(handlers).map(([name, run]) => commands.registerCommand(`powertokens.${name}`, run));
}

/** The selection, for the server. */
export function region({ document, selection }: TextEditor): RegionArguments {
  return { textDocument: { uri: document.uri.toString() }, range: plainRange(selection) };
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
