import assert from "node:assert/strict";
import { test } from "node:test";
import { remember, remembered } from "../src/asking/history.ts";

const DAY = 24 * 60 * 60 * 1000;

test("what is asked again stands once, in front", () => {
  const history = remember(remember(remember([], "a", 1), "b", 2), "a", 3);
  assert.deepEqual(history, [
    { text: "a", at: 3 },
    { text: "b", at: 2 },
  ]);
});

test("fifty are kept, and nothing very long", () => {
  let history = remember([], "x".repeat(2001), 0);
  assert.deepEqual(history, []);
  for (let number = 0; number < 60; number++) {
    history = remember(history, `${number}`, number);
  }
  assert.equal(history.length, 50);
  assert.equal(history[0]?.text, "59");
});

test("nothing is remembered for ever", () => {
  const stored = [
    { text: "new", at: 31 * DAY },
    { text: "old", at: 0 },
  ];
  assert.deepEqual(remembered(stored, 31 * DAY), [stored[0]]);
});

test("what else lies in the store is left alone", () => {
  for (const stored of [
    undefined,
    null,
    "a",
    { text: "a", at: 1 },
    [null, 1, { text: 2, at: 3 }, { text: "a" }],
  ]) {
    assert.deepEqual(remembered(stored, 5), []);
  }
});
