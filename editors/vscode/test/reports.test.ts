import assert from "node:assert/strict";
import { test } from "node:test";
import { Reports } from "../src/server/reports.ts";

const A = "file:///a";
const B = "file:///b";

test("what was reported before our edit says nothing about the new text", () => {
  const reports = new Reports();
  reports.edit("1", A, "running");
  assert.equal(reports.isStale(A), false);
  reports.changed(A);
  reports.changed(B);
  reports.edit("1", A, "pending");
  assert.deepEqual([reports.isStale(A), reports.isStale(B)], [true, false]);
  reports.reported(A);
  assert.equal(reports.isStale(A), false);
});

test("what the user types makes nothing stale: it is what the person sees, too", () => {
  const reports = new Reports();
  reports.edit("1", A, "running");
  reports.edit("1", A, "cancelled");
  reports.changed(A);
  assert.equal(reports.isStale(A), false);
});

test("an edit that ended with its server makes nothing stale", () => {
  const reports = new Reports();
  reports.edit("1", A, "running");
  reports.restarted();
  reports.changed(A);
  assert.equal(reports.isStale(A), false);
});
