import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Cure,
  callOf,
  type Failure,
  failureOf,
  failureOfCommand,
  type KeyOrigin,
  Refusal,
  reasonOf,
} from "../src/asking/failures.ts";
import { foreign, isFollowed } from "../src/asking/served.ts";
import { ERROR_CODES, type Fix } from "../src/protocol.ts";

const TERMINAL = /pt-lsp (login|doctor)|POWERTOKENS_API_KEY/;
const KEY_SENTENCE =
  "No API key for h: create one in your account there and set it as POWERTOKENS_API_KEY, as endpoint.apiKeyCommand or with `pt-lsp login`.";
const MODEL_SENTENCE =
  "h knows no model old: this key can use new, newer; choose one as endpoint.model or with `pt-lsp doctor --use MODEL`.";

function told(code: string, fix: Fix, message = "It failed.", key: KeyOrigin = "unknown"): Failure {
  return failureOf(message, { code, fix }, key);
}

function cures(...args: Parameters<typeof told>): readonly Cure[] {
  return told(...args).cures;
}

test("every kind of failure has a sentence, and none leads to a terminal that VS Code replaces", () => {
  for (const code of ERROR_CODES) {
    for (const message of ["It failed: why", KEY_SENTENCE, MODEL_SENTENCE]) {
      const { sentence } = told(code, "none", message);
      assert.match(sentence, /^\S.*\.$/s, code);
      assert.ok(code !== "noKey" || !TERMINAL.test(sentence), sentence);
    }
  }
});

test("a missing key and a refused one lead to the key, wherever it comes from", () => {
  assert.deepEqual(cures("noKey", "setKey", KEY_SENTENCE), ["setKey"]);
  assert.match(told("unauthorized", "setKey", "h refused", "stored").sentence, /stored API key was refused/);
  assert.deepEqual(cures("unauthorized", "setKey", "h refused", "stored"), ["setKey"]);
  // A key that is stored changes nothing where another counts before it.
  assert.deepEqual(cures("unauthorized", "setKey", "h refused", "environment"), ["showLog"]);
  assert.equal(told("unauthorized", "setKey", "h refused", "command").setting, "endpoint.apiKeyCommand");
});

test("a model that is not there is told without the terminal's remedy", () => {
  const failure = told("unknownModel", "chooseModel", MODEL_SENTENCE);
  assert.equal(failure.sentence, "h knows no model old: this key can use new, newer.");
  assert.deepEqual(failure.cures, ["chooseModel"]);
});

test("the settings open where the sentence says that something is wrong", () => {
  const page = (message: string) => callOf("openSettings", told("settingsError", "openSettings", message));
  const command = "workbench.action.openSettings";
  assert.deepEqual(page("`budget.tokensPerDay` in the editor must be a number."), {
    command,
    argument: "@id:ptLsp.budget.tokensPerDay",
  });
  assert.deepEqual(page("`endpoint.base_url` in the user file /home/me/a b/config.toml must be one."), {
    command: "vscode.open",
    file: "/home/me/a b/config.toml",
  });
  assert.deepEqual(page("C:\\Users\\me\\config.toml cannot be read."), {
    command: "vscode.open",
    file: "C:\\Users\\me\\config.toml",
  });
  assert.deepEqual(page("The proxy is wrong."), { command, argument: "@ext:powertokens.pt-lsp" });
});

test("a failure that names a setting beside its remedy leads to both", () => {
  const sentence = "h does not accept connections: check that it runs, the network and endpoint.baseUrl.";
  const failure = told("endpointUnreachable", "retry", sentence);
  assert.deepEqual(failure.cures, ["retry", "openSettings"]);
  assert.equal(failure.setting, "endpoint.baseUrl");
});

test("what a person has cancelled is no failure, and what the server has is one", () => {
  const cancelled = { code: -32800, message: "Cancelled" };
  assert.equal(failureOfCommand(reasonOf(cancelled, true), true, "unknown"), undefined);
  for (const code of [-32800, -32802]) {
    // A server cancels what runs when it is told to end, as for a setting that was taken away.
    const reason = reasonOf({ ...cancelled, code }, false);
    assert.match(
      `${failureOfCommand(reason, false, "unknown")?.sentence}`,
      /^The server ended in the middle/,
    );
    assert.deepEqual(failureOfCommand(reason, false, "unknown")?.cures, ["retry", "showLog"]);
  }
  const broken = { code: -32603, message: "It broke." };
  assert.equal(failureOfCommand(reasonOf(broken, true), true, "unknown")?.sentence, "It broke.");
  assert.match(
    `${failureOfCommand(reasonOf(undefined, true), true, "unknown")?.sentence}`,
    /does not answer/,
  );
});

test("a server that ends in the middle is told as that, and an edit is not asked for blindly again", () => {
  const gone = { code: -32097, message: "Pending response rejected since connection got disposed" };
  for (const error of [gone, { code: -32099 }, new Error("Connection is disposed.")]) {
    const [reading, edit] = [false, true].map((isEdit) => failureOfCommand(error, isEdit, "unknown"));
    assert.match(`${reading?.sentence}`, /^The server ended in the middle of this/);
    assert.deepEqual(reading?.cures, ["retry", "showLog"]);
    assert.match(`${edit?.sentence}`, /can be rejected/);
    assert.deepEqual(edit?.cures, ["showLog"]);
  }
});

test("what the two do not understand of each other is told, and so is a fault without data", () => {
  const invalid = {
    code: -32602,
    message: "ptLsp.edit takes 'range'",
    data: { code: "invalidParams", fix: "none" },
  };
  assert.match(
    `${failureOfCommand(invalid, true, "unknown")?.sentence}`,
    /takes 'range'\. One of the two is out of date/,
  );
  assert.match(
    `${failureOfCommand({ code: -32601, message: "unknown" }, true, "unknown")?.sentence}`,
    /out of date/,
  );
  const fault = failureOfCommand({ code: -32603, message: "It broke." }, true, "unknown");
  assert.deepEqual(fault, { sentence: "It broke.", cures: ["showLog"] });
  assert.deepEqual(failureOfCommand(new Error("hm"), true, "unknown")?.cures, ["restartServer", "showLog"]);
  assert.deepEqual(failureOfCommand(undefined, true, "unknown")?.cures, ["restartServer", "showLog"]);
  const worded = new Refusal({ sentence: "No.", cures: [] });
  assert.equal(failureOfCommand(worded, true, "unknown"), worded.failure);
});

test("a document that the server does not follow is explained where a file is behind it, and never edited", () => {
  const sentence = (scheme: string, path: string, command: string) =>
    foreign({ scheme, path }, command)?.sentence;
  assert.equal(sentence("git", "/a.py", "ptLsp.explain"), undefined);
  assert.equal(sentence("gitlens", "/a.py", "ptLsp.explain"), undefined);
  assert.match(`${sentence("git", "/a.py", "ptLsp.edit")}`, /older version/);
  for (const [scheme, path] of [
    ["output", "/a"],
    ["search-editor", "/a"],
    ["ptlsp", "/a.md"],
    ["odd", "a"],
  ] as const) {
    assert.match(`${sentence(scheme, path, "ptLsp.explain")}`, /\.$/);
  }
  assert.ok(
    ["file", "untitled", "vscode-notebook-cell"].every((scheme) => isFollowed({ scheme, path: "/a" })),
  );
});
