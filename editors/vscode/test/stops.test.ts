import assert from "node:assert/strict";
import { test } from "node:test";
import type { EditHunk, EditProgress } from "../src/protocol.ts";
import { Stops } from "../src/review/stops.ts";

const PLACE = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
const HUNK: EditHunk = { id: "1", state: "stopped", range: PLACE, oldText: "old\n", newText: "new\n" };

function progress(
  state: EditProgress["state"],
  stoppedBy: EditProgress["stoppedBy"],
  hunks = [HUNK],
): EditProgress {
  const warning = null;
  return { editId: "e", uri: "file:///a.py", title: "Edit", state, range: PLACE, hunks, warning, stoppedBy };
}

function told(...all: EditProgress[]) {
  const stops = new Stops();
  return all.map((each) => stops.tell(each));
}

test("what another program has stopped is offered once, what typing has stopped is mentioned", () => {
  const stopped = progress("stopped", "other");
  assert.deepEqual(told(progress("running", null), stopped, stopped), [undefined, "offer", undefined]);
  assert.deepEqual(told(progress("running", null), progress("stopped", "typing")), [undefined, "mention"]);
});

test("one that is tried again may stop again", () => {
  const once = [progress("running", null), progress("stopped", "other")];
  assert.deepEqual(told(...once, ...once), [undefined, "offer", undefined, "offer"]);
});

test("what did not stop before one's eyes, left nothing, or failed for reasons told elsewhere is not told", () => {
  assert.deepEqual(told(progress("stopped", "other")), [undefined]);
  assert.deepEqual(told(progress("running", null), progress("stopped", "other", [])), [undefined, undefined]);
  assert.deepEqual(told(progress("running", null), progress("stopped", null)), [undefined, undefined]);
  assert.deepEqual(told(progress("running", null), progress("pending", null)), [undefined, undefined]);
});
