import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  declaredKeys,
  explicitSettings,
  folderSettings,
  hasLost,
  type Inspected,
  isUsersAlone,
} from "../src/settings/explicit-settings.ts";

const MANIFEST = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const KEYS = declaredKeys(MANIFEST);

function sent(values: Record<string, Inspected>) {
  return explicitSettings(KEYS, (key) => values[key]);
}

function ofFolder(values: Record<string, Inspected>) {
  return folderSettings(KEYS, (key) => values[key]);
}

test("defaults are not sent, so that they do not overrule config.toml", () => {
  assert.deepEqual(sent({ "completion.debounceMs": { defaultValue: 80 } as Inspected }), {});
});

test("a value of the workspace goes beside the user's, as the project's", () => {
  assert.deepEqual(sent({ "completion.debounceMs": { globalValue: 1, workspaceValue: 0 } }), {
    "completion.debounceMs": 1,
    "project.completion.debounceMs": 0,
  });
});

test("a folder's value goes apart, and not twice where the folder is the workspace", () => {
  const said = { globalValue: 1, workspaceValue: [2], workspaceFolderValue: [3] };
  assert.deepEqual(ofFolder({ "completion.debounceMs": said }), { "project.completion.debounceMs": [3] });
  assert.deepEqual(ofFolder({ "completion.debounceMs": { ...said, workspaceFolderValue: [2] } }), {});
  assert.deepEqual(ofFolder({ "completion.debounceMs": { workspaceFolderValue: null } }), {});
});

test("whatever scope the manifest gives a setting of the user alone, no workspace and no folder sets it", () => {
  const evil = { workspaceValue: "evil", workspaceFolderValue: "as evil" };
  for (const told of [explicitSettings(KEYS, () => evil), folderSettings(KEYS, () => evil)]) {
    const reached = Object.keys(told).map((key) => key.replace(/^project\./, ""));
    assert.deepEqual(
      reached,
      KEYS.filter((key) => !isUsersAlone(key)),
    );
    assert.ok(Object.keys(told).every((key) => key.startsWith("project.")));
    assert.ok(!reached.some((key) => /^(endpoint|privacy|budget|actions)\./.test(key)));
  }
});

test("a setting is the user's alone where VS Code lets no folder write it, and nowhere else", () => {
  for (const { properties } of MANIFEST.contributes.configuration) {
    for (const [key, { scope }] of Object.entries<{ scope: string }>(properties)) {
      const name = key.replace("ptLsp.", "");
      const isTheirs = isUsersAlone(name) || name.startsWith("server.");
      assert.equal(scope === "application" || scope === "machine", isTheirs, key);
    }
  }
});

test("null means not set, and false is a value", () => {
  assert.deepEqual(sent({ "completion.debounceMs": { globalValue: null } }), {});
  assert.deepEqual(sent({ "completion.debounceMs": { globalValue: false } }), {
    "completion.debounceMs": false,
  });
});

test("the extension's own settings are not the server's", () => {
  assert.deepEqual(sent({ "server.command": { globalValue: ["pt-lsp"] } }), {});
});

test("a setting that was taken away is noticed, and a new one is not a loss", () => {
  assert.equal(hasLost({ a: 1 }, {}), true);
  assert.equal(hasLost({ a: 1 }, { a: 2, b: 3 }), false);
});
