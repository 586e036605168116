/** "Try with the Embedded Model": the model, and a server that asks it until the person has seen enough. */
import { commands, ProgressLocation, window } from "vscode";
import { tell } from "../asking/telling.ts";
import type { Found } from "../server/find-server.ts";
import type { Server } from "../server/server.ts";
import type { EmbeddedModel } from "./embedded-model.ts";

const STOP = "Stop It";
const START = "Start It Again";
const ENDPOINT = "Ask the Endpoint";
const CONTEXT = "powertokens.hasEmbeddedModel";

export async function tryEmbeddedModel(
  model: EmbeddedModel,
  server: Server,
  find: () => Found,
  folder: string,
): Promise<void> {
  const found = find();
  if ("problem" in found) {
    await tell({ sentence: found.problem, cures: [found.fix], setting: "server.command" });
    return;
  }
  const title = "PowerTokens: starting the embedded model";
  try {
    await window.withProgress({ location: ProgressLocation.Notification, title }, async () => {
      await model.start(found.command, found.args, folder);
      await commands.executeCommand("setContext", CONTEXT, true);
      await server.restart();
    });
  } catch (error) {
    void tell({ sentence: error instanceof Error ? error.message : `${error}`, cures: ["showLog"] });
    if (model.isAsked) {
      // The one before was stopped to make room for this one.
      await offerAnother(model, server);
    }
    return;
  }
  void offerToStop(model, server);
}

async function offerToStop(model: EmbeddedModel, server: Server): Promise<void> {
  const sentence =
    "PowerTokens: the embedded model answers in this window until it is closed. It is small: it shows how things work, not how well.";
  if ((await window.showInformationMessage(sentence, STOP)) === STOP) {
    await stopEmbeddedModel(model, server);
  }
}

/** It has died. Who has chosen a model of this machine is asked before anything goes to another one. */
export async function offerAnother(model: EmbeddedModel, server: Server): Promise<void> {
  const sentence = "PowerTokens: the embedded model has ended. Until you choose, nothing else is asked.";
  const chosen = await window.showWarningMessage(sentence, START, ENDPOINT);
  if (chosen === START) {
    await commands.executeCommand("powertokens.tryEmbeddedModel");
  } else if (chosen === ENDPOINT) {
    await stopEmbeddedModel(model, server);
  }
}

export async function stopEmbeddedModel(model: EmbeddedModel, server: Server): Promise<void> {
  model.dispose();
  await commands.executeCommand("setContext", CONTEXT, false);
  await server.restart();
}
