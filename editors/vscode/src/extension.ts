/** Puts the parts together when VS Code activates the extension. Refuses to do anything else. */
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { type Disposable, type ExtensionContext, Uri, window, workspace } from "vscode";
import { Asking, tellLoss } from "./asking/asking.ts";
import { registerPalette } from "./asking/palette.ts";
import { KnownEdits } from "./editing/known-edits.ts";
import { UndoStops } from "./editing/undo-stops.ts";
import { type Found, findServer } from "./server/find-server.ts";
import { makeMiddleware } from "./server/middleware.ts";
import { Server } from "./server/server.ts";
import { declaredKeys, explicitSettings, hasLost, type Section } from "./settings/explicit-settings.ts";
import { ApiKey, originOf } from "./setup/api-key.ts";
import { EmbeddedModel } from "./setup/embedded-model.ts";
import { stopEmbeddedModel, tryEmbeddedModel } from "./setup/trying.ts";
import { StatusItem } from "./status/status-item.ts";
import { statusCommands } from "./status/status-menu.ts";
import { standingOf } from "./status/view.ts";

let running: Server | undefined;

export function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("PowerTokens", { log: true });
  const known = new KnownEdits();
  const stops = new UndoStops();
  const key = new ApiKey(context.secrets);
  const model = new EmbeddedModel();
  const declared = declaredKeys(context.extension.packageJSON);
  const settings = () => ({ ...explicitSettings(declared, inspect), ...model.settings });
  const keyOrigin = () => originOf(key, process.env.POWERTOKENS_API_KEY, settings());
  const asking = new Asking(() => server.client(), keyOrigin);
  const server = new Server({
    log,
    middleware: makeMiddleware(asking, known, stops, settings),
    folder: homedir(),
    find: findHere,
    settings,
    readKey: () => key.read(),
    environment: () => model.environment,
    onStatus: (told) => status.told(standingOf(told, keyOrigin())),
    onAway: (failure) => status.away(failure ? { state: "error", failure } : { state: "starting" }),
    onEdit: (progress) => {
      known.tell({ ...progress, uri: Uri.parse(progress.uri).toString() });
      tellLoss(progress);
    },
    onStart: () => known.clear(),
  });
  running = server;
  const status = new StatusItem({
    ask: () => server.status(),
    rest: () => ({
      isKeyStored: key.isStored,
      isEmbedded: model.isRunning,
      extensionVersion: context.extension.packageJSON.version,
      ...server.version,
    }),
  });
  const palette = registerPalette(asking, known, {
    ...statusCommands(status, asking),
    setApiKey: async () => void ((await key.ask()) && (await server.restart())),
    clearApiKey: async () => void ((await key.clear()) && (await server.restart())),
    stopEmbeddedModel: () => stopEmbeddedModel(model, server),
    tryEmbeddedModel: () => tryEmbeddedModel(model, server, findHere, homedir()),
    restartServer: () => server.restart(),
    showLog: () => log.show(),
  });
  context.subscriptions.push(log, status, model, ...palette, ...watch(server, known, stops, settings));
  return server.restart();
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}

function watch(server: Server, known: KnownEdits, stops: UndoStops, settings: () => Section): Disposable[] {
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
    workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
      known.moved(document.uri.toString(), contentChanges),
    ),
    workspace.onDidCloseTextDocument(({ uri }) => stops.forget(uri.toString())),
  ];
}

function inspect(key: string) {
  return workspace.getConfiguration("ptLsp").inspect(key);
}

function findHere(): Found {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const open = folders.flatMap((folder) => [folder, real(folder) ?? folder]);
  const configured = workspace
    .getConfiguration("ptLsp")
    .inspect<string[] | null>("server.command")?.globalValue;
  const { platform, env } = process;
  return findServer(configured ?? undefined, open, { platform, env, home: homedir(), executable });
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
