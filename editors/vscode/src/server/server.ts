/**
 * The running server and its language client: started, started again, told of settings. Refuses to know what
 * commands and edits are.
 */
import { type LogOutputChannel, window } from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  DidChangeConfigurationNotification,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type Middleware,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import { SELECTOR } from "../asking/served.ts";
import type { DiagnosticsParams, EditProgress, ExplainDelta, ServerStatus } from "../protocol.ts";
import type { Section } from "../settings/explicit-settings.ts";
import type { Standing } from "../status/status-item.ts";
import type { Found } from "./find-server.ts";
import { Lives } from "./lives.ts";
import type { ShownProblems } from "./shown-problems.ts";

const EXTENSIONS = [
  "groupedUndo",
  "closedEdits",
  "ptLsp/editProgress",
  "ptLsp/explainDelta",
  "ptLsp/status",
  "ptLsp/diagnostics",
];

export interface Surroundings {
  readonly log: LogOutputChannel;
  readonly middleware: Middleware;
  /** Where the server runs: not in an open folder, whose modules Python would import. */
  readonly folder: string;
  readonly find: () => Found;
  readonly settings: () => Section;
  readonly readKey: () => Thenable<string | undefined>;
  /** What the server's environment holds beside the editor's own. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly onStatus: (standing: Standing) => void;
  readonly onEdit: (progress: EditProgress) => void;
  /** It runs, and is of that version. */
  readonly onStart: (version: string | undefined) => void;
  readonly onExplain: (delta: ExplainDelta) => void;
  readonly problems: ShownProblems;
}

/** Writes into the log what the language client would pop up: the status item tells how things stand. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Server {
  readonly #around: Surroundings;
  #client: LanguageClient | undefined;
  #problem = "The server does not run.";
  #turn: Promise<void> = Promise.resolve();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** The running client, once a start that is under way is done; without one, tells why. */
  readonly client = async (): Promise<LanguageClient | undefined> => {
    await this.#turn;
    if (this.#client?.state === State.Running) {
      return this.#client;
    }
    void window.showErrorMessage(`PowerTokens: ${this.#problem}`);
    return undefined;
  };

  /** Starts the server, or starts it anew with the key, settings and command as they are now. */
  restart(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      await this.#stop();
      await this.#start();
    });
    return this.#turn;
  }

  stop(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#stop());
    return this.#turn;
  }

  /** Has the server ask for the settings anew, in each folder too. */
  tellSettings(): void {
    if (this.#client?.state === State.Running) {
      void this.#client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    }
  }

  async #start(): Promise<void> {
    const found = this.#around.find();
    if ("problem" in found) {
      this.#fail(found.problem, found.fix);
      return;
    }
    this.#around.log.info(`Starting ${[found.command, ...found.args].join(" ")}`);
    const apiKey = await this.#around.readKey();
    const lives = new Lives();
    let die: (reason: Error) => void = () => undefined;
    const died = new Promise<never>((_resolve, reject) => {
      die = reject;
    });
    died.catch(() => undefined);
    const client = this.#made(found, apiKey, {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => this.#closed(lives, die),
    });
    client.onDidChangeState(({ newState }) => newState === State.Running && lives.ran());
    this.#client = client;
    try {
      // The client's own promise stays open when the server dies before it has answered.
      await Promise.race([client.start(), died]);
    } catch (error) {
      this.#fail(`${found.command} did not start (${error instanceof Error ? error.message : error}).`);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // It was killed, or never came up: then there is nothing to stop.
    await client?.dispose().catch(() => undefined);
  }

  /** What the client does when the connection is gone. */
  #closed(lives: Lives, die: (reason: Error) => void): CloseHandlerResult {
    const again = lives.again(Date.now());
    if (!lives.hasRun) {
      die(new Error("it has ended at once"));
    } else if (!again) {
      this.#fail('The server has died several times; "PowerTokens: Restart Server" starts it again.');
    }
    return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }

  #made(
    found: Exclude<Found, { problem: string }>,
    apiKey: string | undefined,
    errorHandler: ErrorHandler,
  ): LanguageClient {
    const { log, middleware, folder, settings, onStatus, onEdit, onExplain, problems } = this.#around;
    const env = { ...process.env, ...this.#around.environment() };
    const run = { command: found.command, args: [...found.args], options: { cwd: folder, env } };
    const client = new QuietClient("powertokens", "PowerTokens", run, {
      documentSelector: SELECTOR,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: () => ({ ...settings(), extensions: EXTENSIONS, ...(apiKey && { apiKey }) }),
      initializationFailedHandler: () => false,
      stdioOptions: {
        stdout: () => undefined,
        stderr: (input) => input.on("data", (data) => log.info(`${data}`.trimEnd())),
      },
      middleware,
      errorHandler,
    });
    client.onNotification("ptLsp/status", (told: ServerStatus) => onStatus(told));
    client.onNotification("ptLsp/editProgress", onEdit);
    client.onNotification("ptLsp/explainDelta", onExplain);
    client.onRequest("ptLsp/diagnostics", (params: DiagnosticsParams) => problems.answer(params, client));
    client.onDidChangeState(({ newState }) => this.#moved(client, newState));
    return client;
  }

  #moved(client: LanguageClient, state: State): void {
    if (client !== this.#client) {
      return;
    }
    if (state === State.Running) {
      this.#around.onStart(client.initializeResult?.serverInfo?.version);
      this.#around.onStatus({ state: "ready" });
    } else if (state === State.Starting) {
      this.#around.onStatus({ state: "starting" });
    }
  }

  #fail(problem: string, fix?: Standing["fix"]): void {
    this.#problem = problem;
    this.#around.log.error(problem);
    this.#around.onStatus({ state: "error", message: problem, ...(fix && { fix }) });
  }
}
