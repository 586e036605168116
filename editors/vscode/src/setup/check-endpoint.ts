/** "Check Key and Endpoint": asks for the list of models, which costs no tokens and which a wrong key does not get. */
import { commands, window } from "vscode";
import type { Asking } from "../asking/asking.ts";
import type { ModelsResult } from "../protocol.ts";

const SETTINGS = "Open Settings";

/** Tells how it went; the walkthrough's step is done where the endpoint has answered. */
export async function checkEndpoint(asking: Asking): Promise<void> {
  const answer = await asking.ask<ModelsResult>("ptLsp.models");
  if (!answer) {
    return;
  }
  await commands.executeCommand("setContext", "powertokens.endpointAnswers", true);
  const { models, current } = answer;
  if (models.includes(current)) {
    await window.showInformationMessage(`PowerTokens: the endpoint answers, and you can use ${current}.`);
  } else if (models.length === 0) {
    await window.showInformationMessage(
      "PowerTokens: the endpoint answers, but does not list its models. Explain something to see whether it takes the key.",
    );
  } else if (
    (await window.showWarningMessage(
      `PowerTokens: the endpoint answers, but does not list ${current}. Choose one of its ${models.length} models.`,
      SETTINGS,
    )) === SETTINGS
  ) {
    await commands.executeCommand("workbench.action.openSettings", "ptLsp.endpoint.model");
  }
}
