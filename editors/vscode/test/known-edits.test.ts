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
  assert.equal(knowing(progress("one", "stopped", lines(0, 3))).decidable("file:///b.py", 99), "one");
});

test("running and decided edits cannot be decided", () => {
  assert.equal(knowing(progress("one", "running", lines(0, 3))).decidable(URI, 1), undefined);
  const decided = knowing(progress("one", "pending", lines(0, 3)), progress("one", "accepted", lines(0, 3)));
  assert.equal(decided.decidable(URI, 1), undefined);
});

test("an edit is where it was told last", () => {
  const known = knowing(progress("one", "pending", lines(5, 7)), progress("two", "pending", lines(20, 21)));
  known.tell(progress("one", "pending", lines(7, 9)));
  assert.equal(known.decidable(URI, 8), "one");
  assert.equal(known.decidable(URI, 5), undefined);
  assert.deepEqual(
    known.of(URI).map(({ editId }) => editId),
    ["one", "two"],
  );
});

test("the only edit of a file is meant anywhere in it, whatever waits in others", () => {
  const known = knowing(progress("one", "pending", lines(5, 7)));
  known.tell({ ...progress("two", "pending", lines(5, 7)), uri: "file:///b.py" });
  assert.equal(known.decidable(URI, 99), "one");
  assert.equal(known.decidable("file:///c.py", 99), undefined);
});

test("a chapter lasts while a stream runs on, and ends with its state or a decision on a hunk", () => {
  const known = knowing(progress("one", "running", lines(0, 1)));
  const running = known.chapter(URI);
  known.tell(progress("one", "running", lines(0, 9), [hunk("running")]));
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
