/** Puts the parts together when VS Code activates the extension. Refuses to do anything else. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { commands, type Disposable, type ExtensionContext, Uri, window, workspace } from "vscode";
import { Asking, tellLoss } from "./asking/asking.ts";
import { Instructing } from "./asking/instructing.ts";
import { offerInLightbulb } from "./asking/lightbulb.ts";
import { region, registerPalette } from "./asking/palette.ts";
import { SELECTOR } from "./asking/served.ts";
import { KnownEdits } from "./editing/known-edits.ts";
import { UndoStops } from "./editing/undo-stops.ts";
import { Pages } from "./pages/pages.ts";
import { Review } from "./review/review.ts";
import { type Found, findServer, type Machine } from "./server/find-server.ts";
import { makeMiddleware } from "./server/middleware.ts";
import { Server } from "./server/server.ts";
import { ShownProblems } from "./server/shown-problems.ts";
import {
  declaredKeys,
  explicitSettings,
  folderSettings,
  hasLost,
  type Section,
} from "./settings/explicit-settings.ts";
import { ApiKey } from "./setup/api-key.ts";
import { checkEndpoint } from "./setup/check-endpoint.ts";
import { EmbeddedModel } from "./setup/embedded-model.ts";
import { installServer } from "./setup/install-server.ts";
import { findInstallers } from "./setup/installers.ts";
import { tryEmbeddedModel } from "./setup/trying.ts";
import { versionNote } from "./setup/versions.ts";
import { StatusItem } from "./status/status-item.ts";

let running: Server | undefined;

export function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("PowerTokens", { log: true });
  const status = new StatusItem();
  const known = new KnownEdits();
  const stops = new UndoStops();
  const key = new ApiKey(context.secrets);
  const model = new EmbeddedModel();
  const declared = declaredKeys(context.extension.packageJSON);
  const settings = () => ({ ...explicitSettings(declared, inspectIn()), ...model.settings });
  const problems = new ShownProblems();
  const settingsIn = (folder: Uri) => folderSettings(declared, inspectIn(folder));
  const asking = new Asking(() => server.client());
  const review = new Review(known, asking);
  const pages = new Pages(asking, (name) => context.asAbsolutePath(name));
  const server = new Server({
    log,
    middleware: makeMiddleware(asking, known, stops, settings, settingsIn, (argument) =>
      pages.explain(argument),
    ),
    folder: homedir(),
    find: findHere,
    settings,
    readKey: () => key.read(),
    environment: () => model.environment,
    onStatus: (told) => status.show(told),
    onEdit: (progress) => {
      const told = { ...progress, uri: Uri.parse(progress.uri).toString() };
      known.tell(told);
      review.told(told);
      problems.onEdit(progress);
      tellLoss(progress);
    },
    onExplain: (delta) => pages.grow(delta),
    onStart: (version) => {
      known.clear();
      review.cleared();
      status.note = versionNote(version, context.extension.packageJSON.version);
      if (status.note) {
        log.warn(status.note);
      }
      void commands.executeCommand("setContext", "powertokens.hasServer", true);
    },
    problems,
  });
  running = server;
  const palette = registerPalette(asking, new Instructing(asking, context.workspaceState), {
    ...review.handlers,
    explain: () => pages.explainHere(region),
    showPrompt: () => pages.showSent(),
    setApiKey: async () => void ((await key.ask()) && (await server.restart())),
    tryEmbeddedModel: () => tryEmbeddedModel(model, server, findHere, homedir()),
    checkEndpoint: () => checkEndpoint(asking),
    installServer: () =>
      installServer(
        findInstallers(openFolders(), machine()),
        server,
        Uri.joinPath(context.extensionUri, "media", "install.md"),
      ),
    restartServer: () => server.restart(),
    showLog: () => log.show(),
  });
  context.subscriptions.push(
    log,
    status,
    model,
    problems,
    pages,
    offerInLightbulb(SELECTOR),
    ...palette,
    ...review.disposables,
    ...watch(server, stops, settings),
  );
  return server.restart();
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}

function watch(server: Server, stops: UndoStops, settings: () => Section): Disposable[] {
  let told = settings();
  const retell = () => {
    const before = told;
    told = settings();
    // The server keeps what it was started with where nothing newer is said.
    return hasLost(before, told) ? server.restart() : server.tellSettings();
  };
  return [
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("ptLsp.server")) {
        void server.restart();
      } else if (event.affectsConfiguration("ptLsp")) {
        void retell();
      }
    }),
    workspace.onDidCloseTextDocument(({ uri }) => stops.forget(uri.toString())),
  ];
}

/** Without a folder, null: left out, it would be that of the active editor. */
function inspectIn(folder: Uri | null = null) {
  return (key: string) => workspace.getConfiguration("ptLsp", folder).inspect(key);
}

function openFolders(): string[] {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return folders.flatMap((folder) => [folder, real(folder) ?? folder]);
}

function machine(): Machine {
  const { platform, env } = process;
  return { platform, env, home: homedir(), executable };
}

function findHere(): Found {
  const configured = workspace
    .getConfiguration("ptLsp")
    .inspect<string[] | null>("server.command")?.globalValue;
  return findServer(configured ?? undefined, openFolders(), machine());
}

function executable(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? real(path) : undefined;
  } catch {
    return undefined;
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
