import assert from "node:assert/strict";
import { test } from "node:test";
import type { EditHunk } from "../src/protocol.ts";
import { hunkAt, lineToGo, placeOf } from "../src/review/places.ts";

/** A hunk from line and character to line and character. */
function hunk(place: readonly [number, number, number, number], newText: string, id = "1"): EditHunk {
  const [line, character, endLine, endCharacter] = place;
  const range = { start: { line, character }, end: { line: endLine, character: endCharacter } };
  return { id, state: "pending", range, oldText: "old\n", newText };
}

test("a hunk is on its new lines, with or without the line end after them", () => {
  assert.deepEqual(placeOf(hunk([3, 0, 5, 0], "a\nb\n")), { first: 3, last: 4, isRemoval: false });
  assert.deepEqual(placeOf(hunk([3, 0, 4, 1], "a\nb")), { first: 3, last: 4, isRemoval: false });
  assert.deepEqual(placeOf(hunk([3, 0, 4, 0], "\n")), { first: 3, last: 3, isRemoval: false });
});

test("a hunk at a region's end is below the line whose end it begins with", () => {
  assert.deepEqual(placeOf(hunk([3, 7, 5, 1], "\na\nb")), { first: 4, last: 5, isRemoval: false });
  assert.deepEqual(placeOf(hunk([3, 7, 4, 0], "\n")), { first: 4, last: 4, isRemoval: false });
});

test("lines that were only removed are marked on the line above, at the file's top on the one below", () => {
  assert.deepEqual(placeOf(hunk([3, 0, 3, 0], "")), { first: 2, last: 2, isRemoval: true });
  assert.deepEqual(placeOf(hunk([3, 5, 3, 5], "")), { first: 3, last: 3, isRemoval: true });
  assert.deepEqual(placeOf(hunk([0, 0, 0, 0], "")), { first: 0, last: 0, isRemoval: true });
});

test("the hunk with the cursor is meant", () => {
  const hunks = [hunk([1, 0, 3, 0], "a\nb\n", "one"), hunk([5, 0, 5, 0], "", "two")];
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((line) => hunkAt(hunks, line)?.id),
    [undefined, "one", "one", undefined, "two", undefined],
  );
});

test("next and previous go around, and leave the hunk with the cursor", () => {
  const hunks = [hunk([9, 0, 10, 0], "c\n"), hunk([1, 0, 4, 0], "a\nb\nc\n")];
  assert.deepEqual(
    [0, 1, 2, 5, 9, 20].map((line) => lineToGo(hunks, line, "next")),
    [1, 9, 9, 9, 1, 1],
  );
  assert.deepEqual(
    [0, 1, 2, 5, 9, 20].map((line) => lineToGo(hunks, line, "previous")),
    [9, 9, 9, 1, 1, 9],
  );
  assert.equal(lineToGo([], 0, "next"), undefined);
});
