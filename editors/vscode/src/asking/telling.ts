/** Tells of failures with their cures as buttons, and begins the one that is chosen. */
import { commands, Uri, window } from "vscode";
import { type Call, CURE_TITLES, callOf, type Failure } from "./failures.ts";

/** VS Code cuts a sentence without a button to one line. */
const NOTED = "OK";

/** `retry` does once more what has failed. */
export async function tell(failure: Failure, retry?: () => unknown): Promise<void> {
  const cures = failure.cures.filter((cure) => cure !== "retry" || retry !== undefined);
  const sentence = `PowerTokens: ${failure.sentence}`;
  if (cures.length === 0) {
    await window.showWarningMessage(sentence, NOTED);
    return;
  }
  const chosen = await window.showErrorMessage(sentence, ...cures.map((cure) => CURE_TITLES[cure]));
  const cure = cures.find((each) => CURE_TITLES[each] === chosen);
  await (cure === "retry" ? retry?.() : cure && call(callOf(cure, failure)));
}

/** Runs a command of VS Code; the log where this version has no such command. */
export async function call({ command, argument, file }: Call): Promise<void> {
  const given = file === undefined ? argument : Uri.file(file);
  try {
    await commands.executeCommand(command, ...(given === undefined ? [] : [given]));
  } catch {
    await commands.executeCommand("powertokens.showLog");
  }
}
