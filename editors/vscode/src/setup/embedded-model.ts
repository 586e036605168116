/**
 * Runs the embedded model as `pt-lsp local-model` does, for as long as this window is open. Refuses to change any
 * setting: what the server is told instead ends with the model.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import type { Disposable } from "vscode";
import type { Section } from "../settings/explicit-settings.ts";

const START_TIMEOUT_MS = 120_000;

export class EmbeddedModel implements Disposable {
  /** Is told when it has ended by itself, or was killed, after it served. It stays what is asked. */
  onEnded: () => void = () => undefined;
  #child: ChildProcess | undefined;
  #url: string | undefined;
  #key = "";

  /** Whether it is asked in place of the endpoint: from its start until it is stopped, even if it dies. */
  get isAsked(): boolean {
    return this.#url !== undefined;
  }

  /** What the server is to be told while it is asked: nothing when it is not. */
  get settings(): Section {
    return this.#url ? { "endpoint.baseUrl": this.#url } : {};
  }

  /** What the server's environment is to hold: this model's key goes before the person's own, which stays at home. */
  get environment(): Readonly<Record<string, string>> {
    return this.#url ? { POWERTOKENS_API_KEY: this.#key } : {};
  }

  /** Resolves when it serves; rejects with the sentence why it does not. */
  async start(command: string, args: readonly string[], folder: string): Promise<void> {
    this.#child?.kill();
    this.#child = undefined;
    this.#key = randomBytes(24).toString("base64url");
    const child = spawn(command, [...args, "local-model"], {
      cwd: folder,
      env: { ...process.env, PT_LSP_LOCAL_KEY: this.#key },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let hasServed = false;
    child.on("exit", () => {
      if (this.#child === child) {
        this.#child = undefined;
        if (hasServed) {
          this.onEnded();
        }
      }
    });
    this.#url = await firstLine(child).finally(() => child.stdout.resume());
    hasServed = true;
  }

  dispose(): void {
    this.#child?.kill();
    this.#child = this.#url = undefined;
  }
}

function firstLine(child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }) {
  return new Promise<string>((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => fail("The embedded model did not start in time."), START_TIMEOUT_MS);
    const fail = (sentence: string) => {
      clearTimeout(timer);
      child.kill();
      reject(new Error(sentence));
    };
    child.stderr.on("data", (data) => {
      said = `${said}${data}`.slice(-1000);
    });
    child.on("error", (error) => fail(`The embedded model did not start: ${error.message}.`));
    child.on("close", () => fail(said.trim().replace(/^pt-lsp: /, "") || "The embedded model has ended."));
    createInterface({ input: child.stdout }).once("line", (line) => {
      clearTimeout(timer);
      resolve(line.trim());
    });
  });
}
