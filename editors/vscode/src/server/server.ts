/**
 * The running server and its language client: started, started again, told of settings. Refuses to know what
 * commands and edits are.
 */
import { setTimeout } from "node:timers/promises";
import type { LogOutputChannel } from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  DidChangeConfigurationNotification,
  ErrorAction,
  type ErrorHandler,
  ExecuteCommandRequest,
  type LanguageClient,
  type Middleware,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import { type Failure, Refusal } from "../asking/failures.ts";
import { SELECTOR } from "../asking/served.ts";
import type {
  DiagnosticsParams,
  EditProgress,
  ExplainDelta,
  ServerStatus,
  StatusResult,
} from "../protocol.ts";
import type { Section } from "../settings/explicit-settings.ts";
import type { Found } from "./find-server.ts";
import { LastingCommands } from "./lasting-commands.ts";
import { Lives } from "./lives.ts";
import { QuietClient } from "./quiet-client.ts";
import type { ShownProblems } from "./shown-problems.ts";
import { Turns } from "./turns.ts";
import { WHOLE_ACTIONS } from "./whole-actions.ts";

const EXTENSIONS = [
  "groupedUndo",
  "closedEdits",
  "ptLsp/editProgress",
  "ptLsp/explainDelta",
  "ptLsp/status",
  "ptLsp/diagnostics",
];

/** So long may who asks wait for a server that starts; it goes on starting. */
const PATIENCE_MS = 60_000;
const STARTING: Failure = {
  sentence: "The server takes long to start, or what was started is no server. Ask again in a while.",
  cures: ["restartServer", "showLog", "openSettings"],
  setting: "server.command",
};

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
  readonly onStatus: (told: ServerStatus) => void;
  /** It starts, or does not run for that reason. */
  readonly onAway: (problem?: Failure) => void;
  readonly onEdit: (progress: EditProgress) => void;
  /** It runs, and is of that version. */
  readonly onStart: (version: string | undefined) => void;
  readonly onExplain: (delta: ExplainDelta) => void;
  readonly problems: ShownProblems;
  /** One of the server's commands was run by what VS Code shows. */
  readonly onCommand: (command: string, args: unknown[]) => unknown;
}

export class Server {
  readonly #around: Surroundings;
  readonly #commands: LastingCommands;
  readonly #turns = new Turns();
  #client: QuietClient | undefined;
  #problem: Failure = { sentence: "The server does not run.", cures: ["restartServer", "showLog"] };
  /** Gives up the start that is under way. */
  #giveUp: () => void = () => undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#commands = new LastingCommands(around.onCommand);
  }

  /** The running client, once a start that is under way is done; rejects with a `Refusal` if there is none. */
  readonly client = async (): Promise<LanguageClient> => {
    await Promise.race([this.#settled(), setTimeout(PATIENCE_MS)]);
    if (this.running) {
      return this.running;
    }
    throw new Refusal(this.#problem);
  };

  /** The client, if it runs. */
  get running(): LanguageClient | undefined {
    return this.#client?.state === State.Running ? this.#client : undefined;
  }

  /** The server's own version, once it has told it. */
  get version(): { readonly serverVersion?: string } {
    const serverVersion = this.running?.initializeResult?.serverInfo?.version;
    return serverVersion === undefined ? {} : { serverVersion };
  }

  /** What `ptLsp.status` answers; undefined where nobody does, which is no failure to be told. */
  async status(): Promise<StatusResult | undefined> {
    try {
      return await this.running?.sendRequest(ExecuteCommandRequest.type, { command: "ptLsp.status" });
    } catch {
      return undefined;
    }
  }

  /** Starts the server, or starts it anew with the key, settings and command as they are now. */
  restart(): Promise<void> {
    // What was started with other settings may never answer.
    this.#giveUp();
    return this.#turns.take(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  stop(): Promise<void> {
    this.#commands.dispose();
    this.#giveUp();
    return this.#turns.take(() => this.#stop());
  }

  /** Runs a command whose answer nobody waits for. */
  tell(command: string, args: unknown[]): void {
    const params = { command, arguments: args };
    this.running?.sendRequest(ExecuteCommandRequest.type, params).catch(() => undefined);
  }

  /** Has the server ask for the settings anew, in each folder too. */
  tellSettings(): void {
    void this.running?.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  }

  /** Resolves when no start is under way any more, whatever has come of it. */
  async #settled(): Promise<void> {
    await this.#turns.over();
    await (this.#client && settled(this.#client));
  }

  async #start(): Promise<void> {
    const found = this.#around.find();
    if ("problem" in found) {
      this.#fail({ sentence: found.problem, cures: [found.fix, "showLog"], setting: "server.command" });
      return;
    }
    this.#problem = STARTING;
    this.#around.log.info(`Starting ${[found.command, ...found.args].join(" ")}`);
    const apiKey = await this.#key();
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
    const givenUp = new Promise<void>((resolve) => {
      this.#giveUp = resolve;
    });
    try {
      // The client's own promise stays open when the server dies before it has answered.
      await Promise.race([client.start(), died, givenUp]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      const sentence = `${found.command} did not start (${reason}).`;
      this.#fail({
        sentence,
        cures: ["showLog", "openSettings", "restartServer"],
        setting: "server.command",
      });
    }
  }

  /** The stored key. A storage that fails must not keep the server away: the key may come from elsewhere. */
  async #key(): Promise<string | undefined> {
    try {
      return await this.#around.readKey();
    } catch (error) {
      this.#around.log.error(`VS Code's secret storage does not give the API key: ${error}`);
      return undefined;
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client?.state === State.Starting) {
      client.leave();
    }
    // It was killed, or never came up: then there is nothing to stop.
    await client?.dispose().catch(() => undefined);
  }

  /** What the client does when the connection is gone. */
  #closed(lives: Lives, die: (reason: Error) => void): CloseHandlerResult {
    const again = lives.again(Date.now());
    if (!lives.hasRun) {
      die(new Error("it has ended at once"));
    } else if (!again) {
      const sentence = "The server has died several times and is not started again by itself.";
      this.#fail({ sentence, cures: ["restartServer", "showLog"] });
    }
    return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }

  #made(
    found: Exclude<Found, { problem: string }>,
    apiKey: string | undefined,
    errorHandler: ErrorHandler,
  ): QuietClient {
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
    client.registerFeature(WHOLE_ACTIONS);
    client.onNotification("ptLsp/status", onStatus);
    client.onNotification("ptLsp/editProgress", onEdit);
    client.onNotification("ptLsp/explainDelta", onExplain);
    client.onRequest("ptLsp/diagnostics", (params: DiagnosticsParams) => problems.answer(params, client));
    client.onDidChangeState(({ newState }) => this.#moved(client, newState));
    return client;
  }

  #moved(client: QuietClient, state: State): void {
    if (client !== this.#client) {
      return;
    }
    if (state === State.Running) {
      const { capabilities, serverInfo } = client.initializeResult ?? {};
      this.#commands.know(capabilities?.executeCommandProvider?.commands ?? []);
      this.#around.problems.onStart();
      this.#around.onStart(serverInfo?.version);
      this.#around.onStatus({ state: "ready", message: null, failure: null });
    } else if (state === State.Starting) {
      this.#around.onAway();
    }
  }

  #fail(problem: Failure): void {
    this.#problem = problem;
    this.#around.log.error(problem.sentence);
    this.#around.onAway(problem);
  }
}

/** Resolves when a client that starts, as one does whose server was killed, runs or has given up. */
function settled(client: LanguageClient): Promise<void> {
  return new Promise((resolve) => {
    const isSettled = () => client.state !== State.Starting;
    const listening = client.onDidChangeState(() => {
      if (isSettled()) {
        listening.dispose();
        resolve();
      }
    });
    if (isSettled()) {
      listening.dispose();
      resolve();
    }
  });
}
