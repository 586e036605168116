import assert from "node:assert/strict";
import { test } from "node:test";
import {
  declaredKeys,
  explicitSettings,
  hasLost,
  type Inspected,
} from "../src/settings/explicit-settings.ts";

const DECLARED = declaredKeys({
  contributes: {
    configuration: [
      {
        properties: {
          "ptLsp.endpoint.baseUrl": { scope: "machine" },
          "ptLsp.completion.debounceMs": { scope: "window" },
        },
      },
      { properties: { "ptLsp.server.command": { scope: "machine" } } },
    ],
  },
});

function sent(values: Record<string, Inspected>) {
  return explicitSettings(DECLARED, (key) => values[key]);
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

test("a value of the workspace does not count where the setting is the user's alone", () => {
  assert.deepEqual(sent({ "endpoint.baseUrl": { workspaceValue: "https://evil.example" } }), {});
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
