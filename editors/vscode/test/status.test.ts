import assert from "node:assert/strict";
import { test } from "node:test";
import type { GroupedFigures, StatusResult } from "../src/protocol.ts";
import { type Here, menuRows, type Row, snoozeRows } from "../src/status/menu.ts";
import { statisticsLines } from "../src/status/statistics.ts";
import {
  headline,
  isWrong,
  itemText,
  paragraphs,
  spoken,
  standingOf,
  type View,
} from "../src/status/view.ts";

const COST = { amount: 0.01234, currency: "USD", isEstimate: true, basis: "list", requests: 2 };
const TOLD: StatusResult = {
  state: "ready",
  message: null,
  failure: null,
  model: "qwen",
  models: { completion: "qwen", edit: "big", explain: "qwen" },
  refusal: null,
  endpoint: "api.example.org",
  usage: { promptTokens: 1200, completionTokens: 34, cachedTokens: 0, isEstimated: true, costs: [COST] },
  budget: { tokensPerMinute: null, tokensPerDay: 50000, spentThisMinute: 0, spentToday: 12345 },
  pauses: { everywhere: false, until: null, languages: [], uris: [] },
  actions: [],
  hiddenActions: [],
};
const HERE: Here = { uri: "file:///a/b.py", languageId: "python", name: "b.py" };
const UNTIL = new Date(2026, 10, 29, 9, 5);

function view(change: Partial<View> = {}, told: Partial<StatusResult> = {}): View {
  return {
    standing: { state: "ready" },
    details: { told: { ...TOLD, ...told }, at: new Date(2026, 10, 29, 8, 30) },
    isKeyStored: false,
    isEmbedded: false,
    extensionVersion: "1.2.3",
    ...change,
  };
}

function labels(rows: readonly Row[]): string[] {
  return rows.map(({ label }) => label.replace(/^\$\([a-z-]+\) /, ""));
}

function away(): View {
  const { details: _, ...rest } = view();
  return rest;
}

test("the item begins with the product's name and says the state, until when it is quiet, and that it works", () => {
  assert.equal(itemText(view()), "PowerTokens: ready");
  assert.equal(itemText(view({ standing: { state: "noKey" } })), "PowerTokens: no key");
  assert.equal(itemText(view({ standing: { state: "working" } })), "PowerTokens: working $(sync~spin)");
  assert.equal(itemText(view({ isEmbedded: true })), "PowerTokens: ready (embedded model)");
  const pauses = { ...TOLD.pauses, until: UNTIL.toISOString() };
  assert.equal(
    headline(view({ standing: { state: "paused" } }, { pauses })),
    "PowerTokens: paused until 9:05",
  );
  assert.equal(headline(view({ standing: { state: "paused" } })), "PowerTokens: paused");
  assert.deepEqual(
    ["noKey", "error", "overBudget"].map((state) => isWrong(view({ standing: { state } as never }))),
    [true, true, true],
  );
  assert.ok(!isWrong(view()));
});

test("the tooltip tells of the model, of today's tokens, of what they cost, and of both versions", () => {
  assert.deepEqual(paragraphs(view({ serverVersion: "1.2.4" })), [
    "PowerTokens: ready",
    "qwen, big for edit at api.example.org",
    "Today 12,345 of 50,000 tokens (at 8:30)",
    "This server about 1,234 tokens, about 0.0123 USD",
    "Extension 1.2.3, server 1.2.4",
  ]);
  assert.deepEqual(paragraphs(away()), ["PowerTokens: ready", "Extension 1.2.3"]);
});

test("when all is well the menu has no cure, and the rows for here", () => {
  assert.deepEqual(labels(menuRows(view(), HERE)), [
    "Model",
    "Choose Model",
    "Suggestions as you type",
    "Snooze for 5 Minutes",
    "Snooze for 30 Minutes",
    "Snooze for 60 Minutes",
    "Pause",
    "Off for python",
    "Off for b.py",
    "What happened",
    "Why No Completion?",
    "Show What Was Sent",
    "Statistics",
    "Setup",
    "Open Settings",
    "Set API Key",
    "Restart Server",
    "Show Log",
  ]);
  assert.ok(labels(menuRows(view({ isKeyStored: true }), undefined)).includes("Clear API Key"));
});

test("when something is wrong the first row is its cure and says why", () => {
  const failure = { code: "unauthorized", fix: "setKey" } as const;
  const standing = standingOf({ state: "error", message: "h refused", failure }, "stored");
  const [first] = menuRows(view({ standing }), HERE);
  assert.deepEqual(first?.call, { command: "powertokens.setApiKey" });
  assert.match(`${first?.detail}`, /stored API key was refused/);
  const unpaid = { code: "unpaid", fix: "none" } as const;
  const [log] = menuRows(
    view({ standing: standingOf({ state: "error", message: "Pay.", failure: unpaid }, "stored") }),
    HERE,
  );
  assert.deepEqual([log?.detail, log?.call?.command], ["Pay.", "powertokens.showLog"]);
});

test("what is quiet can be ended where it is, and is told", () => {
  const pauses = { everywhere: false, until: UNTIL.toISOString(), languages: ["python"], uris: [HERE.uri] };
  const rows = menuRows(view({}, { pauses }), HERE);
  const shown = labels(rows);
  assert.ok(["End Snooze", "On Again for python", "On Again for b.py"].every((each) => shown.includes(each)));
  assert.ok(!shown.some((each) => each.startsWith("Snooze for")));
  assert.equal(rows.find(({ label }) => label.includes("End Snooze"))?.description, "until 9:05");
  assert.deepEqual(rows.find(({ label }) => label.includes("On Again for b.py"))?.call, {
    command: "ptLsp.pause",
    argument: { on: false, uri: HERE.uri },
  });
  const everywhere = labels(menuRows(view({}, { pauses: { ...TOLD.pauses, everywhere: true } }), HERE));
  assert.ok(everywhere.includes("Resume"));
  assert.deepEqual(
    snoozeRows(null).map(({ call }) => call?.argument),
    [{ minutes: 5 }, { minutes: 30 }, { minutes: 60 }],
  );
});

test("the embedded model is told as what it is and can be stopped", () => {
  const rows = menuRows(view({ isEmbedded: true }), undefined);
  const stop = rows.find(({ label }) => label.includes("Stop the Embedded Model"));
  assert.match(`${stop?.description}`, /toy model/);
  assert.deepEqual(stop?.call, { command: "powertokens.stopEmbeddedModel" });
  assert.ok(!labels(rows).includes("Choose Model"));
});

test("without a server the menu has what needs none", () => {
  const failure = { sentence: "It was not found.", cures: ["installServer", "showLog"] } as const;
  const rows = menuRows({ ...away(), standing: { state: "error", failure } }, HERE);
  assert.deepEqual(labels(rows).slice(0, 3), ["Install Server", "Show Log", "Setup"]);
});

test("statistics read as lines, in all and in parts", () => {
  const tokens = { prompt: 1000, completion: 20, cached: 300, isEstimated: false };
  const figures = {
    asked: 7,
    shown: 5,
    accepted: 3,
    kept: 2,
    kept5min: 1,
    keptShare: 0.5,
    keptShare5min: null,
    foreseenCharacters: 99,
    tokens,
    cost: COST,
    costs: [COST],
  };
  const told: GroupedFigures = {
    ...figures,
    reused: 4,
    byLanguage: { python: figures },
    byPurpose: { edit: figures },
  };
  assert.deepEqual(
    statisticsLines(told).map(({ label }) => label),
    ["Requests", "Suggestions", "Kept", "Foreseen", "Tokens", "For edit", "In python"],
  );
  assert.equal(statisticsLines(told)[4]?.description, "1,000 in (300 cached), 20 out, about 0.0123 USD");
});

test("a screen reader hears how things stand and why, and no figures", () => {
  const failure = { sentence: "It was not found.", cures: [] };
  assert.equal(
    spoken(view({ standing: { state: "error", failure } })),
    "PowerTokens: error. It was not found.",
  );
  assert.equal(spoken(view()), "PowerTokens: ready.");
});
