/** The commands of the palette: what the person means, as an argument for the server's command. */
import { commands, type Disposable, type TextEditor, window } from "vscode";
import type { Handlers } from "../commands.ts";
import type { ReasonResult, ReasonsResult, RegionArguments, StatusResult } from "../protocol.ts";
import { RECIPES, type Recipe, type RecipeId } from "../recipes.ts";
import { CommitMessages } from "../repositories/commit-message.ts";
import type { ReviewHandlers } from "../review/review.ts";
import type { SetupCommands } from "../setup/setup-commands.ts";
import type { StatusCommands } from "../status/status-menu.ts";
import type { Asking } from "./asking.ts";
import { aboutProblem, inEditor, region } from "./here.ts";
import type { Instructing } from "./instructing.ts";
import { reviewingCommands } from "./reviewing.ts";

/** What the palette needs that is not the server's. */
export type Own = ReviewHandlers &
  SetupCommands &
  StatusCommands &
  Pick<Handlers, "explain" | "showPrompt" | "showLog">;

const NO_OWN = "PowerTokens: there are no actions of your own. The setting ptLsp.actions.own takes them.";

export function registerPalette(
  asking: Asking,
  instructing: Instructing,
  pages: Answers,
  own: Own,
): Disposable[] {
  const actions = RECIPES.map((recipe) => [recipe.id, inEditor(asked(recipe, asking, pages))]);
  const handlers: Handlers = {
    ...(Object.fromEntries(actions) as Record<RecipeId, () => Promise<void>>),
    ownAction: inEditor((editor) => runOwn(editor, asking, pages)),
    edit: inEditor(instructing.rewrite),
    generate: inEditor(instructing.generate),
    earlierInstruction: () => instructing.recall(1),
    laterInstruction: () => instructing.recall(-1),
    cancel: () => asking.ask("ptLsp.cancel", {}),
    whyNoCompletion: () => whyNoCompletion(asking),
    ...reviewingCommands(asking),
    ...new CommitMessages(asking).handlers,
    ...own,
  };
  return Object.entries(handlers).map(([name, run]) => commands.registerCommand(`powertokens.${name}`, run));
}

/** What shows answers that are no change. */
export interface Answers {
  readonly explain: (argument: RegionArguments, command: string) => Promise<void>;
  readonly showAnswer: (title: string, result: unknown) => void;
}

/** An action for what the editor shows, as its recipe says. */
function asked({ id, takes, output }: Recipe, asking: Asking, pages: Answers) {
  const command = `ptLsp.${id}`;
  return async (editor: TextEditor): Promise<unknown> => {
    const argument = takes === "problem" ? aboutProblem(editor) : region(editor);
    if (!argument) {
      return window.showInformationMessage("PowerTokens: no problem is shown here.");
    }
    return output === "explain" ? pages.explain(argument, command) : asking.ask(command, argument);
  };
}

/** One of the user's own actions, to be chosen from those that are in force. */
async function runOwn(editor: TextEditor, asking: Asking, pages: Answers): Promise<unknown> {
  const status = await asking.ask<StatusResult>("ptLsp.status");
  const rows = (status?.actions ?? []).map(({ id, title }) => ({ id, label: title }));
  if (rows.length === 0) {
    return status && window.showInformationMessage(NO_OWN);
  }
  const argument = region(editor);
  const chosen = await window.showQuickPick(rows, { title: "PowerTokens: an action of your own" });
  if (chosen) {
    pages.showAnswer(chosen.label, await asking.ask("ptLsp.action", { id: chosen.id, ...argument }));
  }
  return undefined;
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
