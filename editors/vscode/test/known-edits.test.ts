import assert from "node:assert/strict";
import { test } from "node:test";
import type { Range } from "vscode-languageclient/node";
import { KnownEdits } from "../src/editing/known-edits.ts";
import type { EditProgress, EditState } from "../src/protocol.ts";

const URI = "file:///a.py";

function lines(first: number, end: number): Range {
  return { start: { line: first, character: 0 }, end: { line: end, character: 0 } };
}

function progress(
  editId: string,
  state: EditState,
  range: Range,
  hunks: EditProgress["hunks"] = [],
): EditProgress {
  return { editId, uri: URI, title: "Edit", state, range, hunks, warning: null, stoppedBy: null };
}

function hunk(state: EditState) {
  return { id: "1", state, range: lines(0, 1), oldText: "old\n", newText: "new\n" };
}

function knowing(...all: EditProgress[]): KnownEdits {
  const known = new KnownEdits();
  for (const each of all) {
    known.tell(each);
  }
  return known;
}

test("the edit around the cursor is decided, not another one", () => {
  const known = knowing(progress("one", "pending", lines(0, 3)), progress("two", "pending", lines(10, 12)));
  assert.equal(known.decidable(URI, 2), "one");
  assert.equal(known.decidable(URI, 11), "two");
  assert.equal(known.decidable(URI, 3), undefined);
  assert.equal(known.decidable("file:///b.py", 2), undefined);
});

test("the only edit is decided from anywhere", () => {
  assert.equal(knowing(progress("one", "stopped", lines(0, 3))).decidable(undefined, 99), "one");
});

test("running and decided edits cannot be decided", () => {
  assert.equal(knowing(progress("one", "running", lines(0, 3))).decidable(URI, 1), undefined);
  const decided = knowing(progress("one", "pending", lines(0, 3)), progress("one", "accepted", lines(0, 3)));
  assert.equal(decided.decidable(URI, 1), undefined);
});

test("an edit moves with lines that are typed or deleted above it", () => {
  const known = knowing(progress("one", "pending", lines(5, 7)), progress("two", "pending", lines(20, 21)));
  known.moved(URI, [{ range: lines(0, 0), text: "new\n\n" }]);
  assert.equal(known.decidable(URI, 8), "one");
  assert.equal(known.decidable(URI, 6), undefined);
  known.moved(URI, [{ range: lines(0, 3), text: "" }]);
  assert.equal(known.decidable(URI, 4), "one");
});

test("an edit grows with lines that are typed inside it, and stays where the lines below change", () => {
  const known = knowing(progress("one", "pending", lines(5, 7)), progress("two", "pending", lines(20, 21)));
  const inside = { start: { line: 6, character: 4 }, end: { line: 6, character: 4 } };
  known.moved(URI, [{ range: inside, text: "\n" }]);
  known.moved(URI, [{ range: lines(9, 9), text: "below\n" }]);
  assert.equal(known.decidable(URI, 5), "one");
  assert.equal(known.decidable(URI, 7), "one");
  assert.equal(known.decidable(URI, 8), undefined);
});

test("a chapter lasts while a stream runs on, and ends with its state or a decision on a hunk", () => {
  const known = knowing(progress("one", "running", lines(0, 1)));
  const running = known.chapter(URI);
  known.tell(progress("one", "running", lines(0, 9)));
  assert.equal(known.chapter(URI), running);
  known.tell(progress("one", "pending", lines(0, 9), [hunk("pending")]));
  const pending = known.chapter(URI);
  assert.notEqual(pending, running);
  known.tell(progress("one", "pending", lines(0, 9), [hunk("rejected")]));
  assert.notEqual(known.chapter(URI), pending);
});

test("a new server knows none of the old edits", () => {
  const known = knowing(progress("one", "pending", lines(0, 3)));
  known.clear();
  assert.equal(known.decidable(URI, 1), undefined);
});
