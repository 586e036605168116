import assert from "node:assert/strict";
import { test } from "node:test";
import { UndoStops } from "../src/editing/undo-stops.ts";

const URI = "file:///a.py";

test("the first operation on a document begins a step", () => {
  assert.equal(new UndoStops().isNeeded(URI, 1, 0), true);
});

test("an undisturbed stream goes on in its step", () => {
  const stops = new UndoStops();
  stops.applied(URI, 2, 0);
  assert.equal(stops.isNeeded(URI, 2, 0), false);
});

test("after a change of the user a new step begins", () => {
  const stops = new UndoStops();
  stops.applied(URI, 2, 0);
  assert.equal(stops.isNeeded(URI, 3, 0), true);
});

test("another chapter begins a step, and so does another document", () => {
  const stops = new UndoStops();
  stops.applied(URI, 2, 0);
  assert.equal(stops.isNeeded(URI, 2, 1), true);
  assert.equal(stops.isNeeded("file:///b.py", 2, 0), true);
});

test("a document that was closed is forgotten", () => {
  const stops = new UndoStops();
  stops.applied(URI, 2, 0);
  stops.forget(URI);
  assert.equal(stops.isNeeded(URI, 2, 0), true);
});
