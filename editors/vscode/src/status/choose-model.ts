/** "Choose Model": a list of what the endpoint has, any other name typed, and the choice put where it counts. */
import { ConfigurationTarget, type QuickPickItem, window, workspace } from "vscode";
import type { Asking } from "../asking/asking.ts";
import { tell } from "../asking/telling.ts";
import type { ModelsResult, UseModelResult } from "../protocol.ts";

const KEY = "endpoint.model";
const SHOWN_MS = 5000;

export async function chooseModel(asking: Asking): Promise<void> {
  const told = await asking.ask<ModelsResult>("ptLsp.models");
  const model = told && (await pick(told));
  if (!model) {
    return;
  }
  const configuration = workspace.getConfiguration("ptLsp");
  // What is set in VS Code counts before the file that the server would write.
  if ((configuration.inspect(KEY)?.globalValue ?? null) !== null) {
    await configuration.update(KEY, model, ConfigurationTarget.Global);
    window.setStatusBarMessage(`PowerTokens: your settings name ${model} now.`, SHOWN_MS);
    return;
  }
  const used = await asking.ask<UseModelResult>("ptLsp.useModel", { model });
  if (used && used.current !== model) {
    await tell({ sentence: used.message, cures: ["openSettings"], setting: KEY });
  } else if (used) {
    window.setStatusBarMessage(`PowerTokens: ${used.message}`, SHOWN_MS);
  }
}

/** The model's name; undefined if the person leaves. */
function pick({ models, current, message }: ModelsResult): Promise<string | undefined> {
  const listed = (models.includes(current) ? models : [current, ...models]).map((label) => ({
    label,
    ...(label === current && { description: "asked now" }),
  }));
  const list = window.createQuickPick<QuickPickItem>();
  list.title = "PowerTokens: which model is to be asked?";
  list.placeholder = message ?? "Choose one, or type another name";
  list.items = listed;
  list.activeItems = listed.filter(({ label }) => label === current);
  return new Promise((resolve) => {
    list.onDidChangeValue((value) => {
      const typed = value.trim();
      const isNew = typed !== "" && !listed.some(({ label }) => label === typed);
      list.items = isNew ? [...listed, { label: typed, description: "as typed", alwaysShow: true }] : listed;
    });
    list.onDidAccept(() => {
      resolve(list.activeItems[0]?.label);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}
