/** "Install Server": uv or pipx in a terminal that the person sees, then the server that they have installed. */
import { homedir } from "node:os";
import { commands, ProcessExecution, Task, TaskRevealKind, TaskScope, tasks, type Uri, window } from "vscode";
import type { Server } from "../server/server.ts";
import type { Installer } from "./installers.ts";

/** `documentation` is shown where nothing is there that could install it. */
export async function installServer(
  installers: readonly Installer[],
  server: Server,
  documentation: Uri,
): Promise<void> {
  if (installers.length === 0) {
    await commands.executeCommand("markdown.showPreview", documentation);
    return;
  }
  const installer = await chosen(installers);
  if (!installer) {
    return;
  }
  if (await succeeds(installer)) {
    await server.restart();
  } else {
    await window.showErrorMessage(`PowerTokens: "${installer.line}" has failed; its terminal tells why.`);
  }
}

async function chosen(installers: readonly Installer[]): Promise<Installer | undefined> {
  const [only, ...others] = installers;
  if (others.length === 0) {
    return only;
  }
  const rows = installers.map((installer) => ({
    label: installer.line,
    description: installer.program,
    installer,
  }));
  // The page that tells how to install takes the keyboard when it has loaded, which would close the list.
  const options = { title: "PowerTokens: what is to install the server?", ignoreFocusOut: true };
  const row = await window.showQuickPick(rows, options);
  return row?.installer;
}

/** Runs it as a task: without a shell, in a terminal that stays when it has ended. */
async function succeeds({ line, program, args }: Installer): Promise<boolean> {
  // Not in an open folder, whose settings the program might take for its own.
  const execution = new ProcessExecution(program, [...args], { cwd: homedir() });
  const task = new Task({ type: "process" }, TaskScope.Workspace, line, "PowerTokens", execution);
  task.presentationOptions = { reveal: TaskRevealKind.Always };
  let exitCode: number | undefined;
  const isIt = (ended: { execution: { task: Task } }) =>
    ended.execution.task.source === task.source && ended.execution.task.name === task.name;
  const listening = tasks.onDidEndTaskProcess((ended) => {
    exitCode = isIt(ended) ? ended.exitCode : exitCode;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const waiting = tasks.onDidEndTask((ended) => {
        if (isIt(ended)) {
          waiting.dispose();
          resolve();
        }
      });
      tasks.executeTask(task).then(undefined, reject);
    });
  } finally {
    listening.dispose();
  }
  return exitCode === 0;
}
