/** Puts the parts together when VS Code activates the extension. Refuses to do anything else. */
import { homedir } from "node:os";
import { commands, type ExtensionContext, type LogOutputChannel, Uri, window, workspace } from "vscode";
import { Asking, tellLoss } from "./asking/asking.ts";
import { Clicked } from "./asking/clicked.ts";
import { region } from "./asking/here.ts";
import { Instructing } from "./asking/instructing.ts";
import { offerInLightbulb } from "./asking/lightbulb.ts";
import { registerPalette } from "./asking/palette.ts";
import { followFindings } from "./asking/reviewing.ts";
import { SELECTOR } from "./asking/served.ts";
import { KnownEdits } from "./editing/known-edits.ts";
import { UndoStops } from "./editing/undo-stops.ts";
import { Pages } from "./pages/pages.ts";
import type { EditProgress } from "./protocol.ts";
import { Review } from "./review/review.ts";
import { makeMiddleware } from "./server/middleware.ts";
import { Server } from "./server/server.ts";
import { ShownProblems } from "./server/shown-problems.ts";
import { findHere } from "./server/this-machine.ts";
import { Settings } from "./settings/settings.ts";
import { ApiKey, originOf } from "./setup/api-key.ts";
import { EmbeddedModel } from "./setup/embedded-model.ts";
import { setupCommands } from "./setup/setup-commands.ts";
import { versionNote } from "./setup/versions.ts";
import { StatusItem } from "./status/status-item.ts";
import { statusCommands } from "./status/status-menu.ts";
import { standingOf } from "./status/view.ts";

let running: Server | undefined;

export function activate(context: ExtensionContext): void {
  const { packageJSON } = context.extension;
  const log = window.createOutputChannel("PowerTokens", { log: true });
  const known = new KnownEdits();
  const stops = new UndoStops();
  const key = new ApiKey(context.secrets);
  const model = new EmbeddedModel();
  const problems = new ShownProblems();
  const settings = new Settings(packageJSON, () => model.settings);
  const keyOrigin = () => originOf(key, process.env.POWERTOKENS_API_KEY, settings.all());
  const asking = new Asking(() => server.client(), keyOrigin);
  const review = new Review(known, asking);
  const pages = new Pages(asking, (name) => context.asAbsolutePath(name));
  const clicked = new Clicked(asking, pages, (command, args) => server.tell(command, args));
  const onStart = (version: string | undefined) => {
    known.clear();
    review.cleared();
    clicked.onStart();
    welcome(log, version, packageJSON.version);
  };
  const server = new Server({
    log,
    middleware: makeMiddleware({ known, stops, settings }),
    folder: homedir(),
    find: findHere,
    settings: settings.all,
    readKey: () => key.read(),
    environment: () => model.environment,
    onStatus: (told) => status.told(standingOf(told, keyOrigin())),
    onAway: (failure) => status.away(failure ? { state: "error", failure } : { state: "starting" }),
    onEdit: progressTaker(known, review, problems),
    onExplain: (delta) => pages.grow(delta),
    onStart,
    problems,
    onCommand: clicked.run,
  });
  running = server;
  const rest = () => ({
    isKeyStored: key.isStored,
    isEmbedded: model.isAsked,
    extensionVersion: packageJSON.version,
    ...server.version,
  });
  const status = new StatusItem({ ask: () => server.status(), rest });
  const palette = registerPalette(
    asking,
    new Instructing(asking, context.workspaceState, () => status.hidden),
    pages,
    {
      ...review.handlers,
      ...statusCommands(status, asking),
      ...setupCommands({ key, model, server, asking, extensionUri: context.extensionUri }),
      explain: () => pages.explainHere(region),
      showPrompt: () => pages.showSent(),
      showLog: () => log.show(),
    },
  );
  context.subscriptions.push(log, status, model, problems, pages, offerInLightbulb(SELECTOR), ...palette);
  context.subscriptions.push(...review.disposables, clicked, settings.watch(server), followFindings());
  context.subscriptions.push(workspace.onDidCloseTextDocument(({ uri }) => stops.forget(uri.toString())));
  // The window need not wait for it: what is asked of the server does.
  void server.restart();
}

/** Hands on what the server tells of an edit. */
function progressTaker(known: KnownEdits, review: Review, problems: ShownProblems) {
  return (progress: EditProgress) => {
    const told = { ...progress, uri: Uri.parse(progress.uri).toString() };
    known.tell(told);
    review.told(told);
    problems.onEdit(told);
    tellLoss(told);
  };
}

/** A server runs. */
function welcome(log: LogOutputChannel, version: string | undefined, ownVersion: string): void {
  const note = versionNote(version, ownVersion);
  if (note) {
    log.warn(note);
  }
  void commands.executeCommand("setContext", "powertokens.hasServer", true);
}

export function deactivate(): Promise<void> | undefined {
  return running?.stop();
}
