import assert from "node:assert/strict";
import { test } from "node:test";
import { Pauses } from "../src/asking/pauses.ts";

const NOW = Date.parse("2030-01-01T12:00:00Z");
const HERE = { uri: "file:///a.py" };

test("a server that is started in another's place is told what was paused, and how long a snooze still lasts", () => {
  const pauses = new Pauses();
  assert.deepEqual(pauses.commands(NOW), []);
  pauses.note("ptLsp.snooze", { minutes: 30 }, { until: "2030-01-01T12:30:00+00:00" });
  pauses.note("ptLsp.pause", { on: true }, { paused: true });
  pauses.note("ptLsp.pause", { on: true, languageId: "python" }, { paused: true });
  pauses.note("ptLsp.pause", { on: true, ...HERE }, { paused: true });
  pauses.note("ptLsp.status", {}, { state: "paused" });
  assert.deepEqual(pauses.commands(NOW + 10 * 60_000), [
    ["ptLsp.snooze", { minutes: 20 }],
    ["ptLsp.pause", { on: true }],
    ["ptLsp.pause", { on: true, languageId: "python" }],
    ["ptLsp.pause", { on: true, ...HERE }],
  ]);
});

test("what is over or was taken back is not told", () => {
  const pauses = new Pauses();
  pauses.note("ptLsp.snooze", { minutes: 30 }, { until: "2030-01-01T12:30:00+00:00" });
  assert.deepEqual(pauses.commands(NOW + 31 * 60_000), []);
  pauses.note("ptLsp.snooze", { minutes: 0 }, { until: null });
  assert.deepEqual(pauses.commands(NOW), []);
  for (const where of [{}, { languageId: "python" }]) {
    pauses.note("ptLsp.pause", { on: true, ...where }, { paused: true });
    pauses.note("ptLsp.pause", { on: false, ...where }, { paused: false });
  }
  pauses.note("ptLsp.pause", { on: true, ...HERE }, { paused: true });
  pauses.closed(HERE.uri);
  assert.deepEqual(pauses.commands(NOW), []);
});
