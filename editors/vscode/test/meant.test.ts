import assert from "node:assert/strict";
import { test } from "node:test";
import { meant } from "../src/repositories/meant.ts";

const ONE = { uri: "file:///one" };
const OTHER = { uri: "file:///other" };

test("the one whose title was clicked is meant, wherever the person works", () => {
  assert.equal(meant([ONE, OTHER], OTHER.uri, ONE.uri), OTHER);
});

test("without a click it is the one that the person works in", () => {
  assert.equal(meant([ONE, OTHER], undefined, OTHER.uri), OTHER);
});

test("the only one is meant by whoever works elsewhere", () => {
  assert.equal(meant([ONE], undefined, undefined), ONE);
  assert.equal(meant([ONE], undefined, "file:///elsewhere"), ONE);
});

test("of several none is guessed, nor another one for one that is closed", () => {
  assert.equal(meant([ONE, OTHER], undefined, undefined), undefined);
  assert.equal(meant([ONE, OTHER], undefined, "file:///elsewhere"), undefined);
  assert.equal(meant([ONE], OTHER.uri, undefined), undefined);
  assert.equal(meant([], undefined, undefined), undefined);
});
