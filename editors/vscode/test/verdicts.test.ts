import assert from "node:assert/strict";
import { test } from "node:test";
import { unheeded } from "../src/asking/verdicts.ts";
import type { EditHunk, EditState } from "../src/protocol.ts";

const PLACE = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };

function told(verdict: "accept" | "reject", state: EditState, hunk?: string, left: string[] = []) {
  const hunks: EditHunk[] = left.map((id) => ({ id, state, range: PLACE, oldText: "a", newText: "b" }));
  return unheeded(`ptLsp.${verdict}Edit`, { editId: "e", ...(hunk && { hunk }) }, { state, hunks });
}

test("a verdict that is carried out is seen in the editor, and not told", () => {
  assert.equal(told("accept", "accepted"), undefined);
  assert.equal(told("reject", "rejected"), undefined);
  assert.equal(told("reject", "undone"), undefined);
  assert.equal(told("reject", "pending", "1", ["2"]), undefined);
  assert.equal(told("accept", "pending", "1", ["2"]), undefined);
});

test("a click on what is left of an edit that is gone is answered", () => {
  for (const verdict of ["accept", "reject"] as const) {
    assert.match(`${told(verdict, "gone")}`, /not known any more/);
  }
  assert.match(`${told("reject", "accepted")}`, /accepted before/);
});

test("what the editor did not let be taken back is told", () => {
  assert.match(`${told("reject", "pending", undefined, ["1"])}`, /could not be taken back/);
  assert.match(`${told("reject", "stopped", undefined, ["1"])}`, /could not be taken back/);
  assert.match(`${told("reject", "pending", "1", ["1", "2"])}`, /could not be taken back/);
});

test("other commands, and a server that answers nothing, give no verdict", () => {
  assert.equal(unheeded("ptLsp.edit", {}, { state: "gone" }), undefined);
  assert.equal(unheeded("ptLsp.acceptEdit", undefined, null), undefined);
});
