import assert from "node:assert/strict";
import { test } from "node:test";
import { aimOf } from "../src/editing/closed-documents.ts";

const URI = "file:///a.py";
const open = () => true;
const closed = () => false;

function edit(version: number | null) {
  return { textDocument: { uri: URI, version } };
}

test("what is for no version of a document that nobody has open is for its file", () => {
  assert.deepEqual(aimOf([edit(null)], closed), { uri: URI, way: "closed" });
});

test("what is for the file of a document that was opened meanwhile is refused", () => {
  assert.deepEqual(aimOf([edit(null)], open), { uri: URI, way: "refuse" });
});

test("what is for a version of an open document is applied as usual", () => {
  assert.deepEqual(aimOf([edit(7)], open), { uri: URI, way: "usual" });
});

test("what comes for a version of a document that was closed meanwhile does not go into its file", () => {
  assert.deepEqual(aimOf([edit(7)], closed), { uri: URI, way: "refuse" });
});

test("edits of several documents, and of none, are none of ours", () => {
  assert.equal(aimOf([edit(null), edit(null)], closed), undefined);
  assert.equal(aimOf([], closed), undefined);
  assert.equal(aimOf(undefined, closed), undefined);
  assert.equal(aimOf([{}], closed), undefined);
});
