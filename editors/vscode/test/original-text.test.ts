import assert from "node:assert/strict";
import { test } from "node:test";
import type { EditHunk } from "../src/protocol.ts";
import { originalText } from "../src/review/original-text.ts";

function hunk(place: readonly [number, number, number, number], oldText: string, newText: string): EditHunk {
  const [line, character, endLine, endCharacter] = place;
  const range = { start: { line, character }, end: { line: endLine, character: endCharacter } };
  return { id: "1", state: "pending", range, oldText, newText };
}

test("the old text of each hunk is put back, in whatever order they come", () => {
  const hunks = [hunk([3, 0, 3, 1], "D", "d"), hunk([0, 0, 2, 0], "A\n", "a\nb\n")];
  assert.equal(originalText("a\nb\nc\nd", hunks), "A\nc\nD");
});

test("removed lines come back, and lines at the end go with the line end before them", () => {
  assert.equal(originalText("a\nc\n", [hunk([1, 0, 1, 0], "b\n", "")]), "a\nb\nc\n");
  assert.equal(originalText("a\nb", [hunk([0, 1, 1, 1], "", "\nb")]), "a");
});

test("all line ends count, and characters as UTF-16 has them", () => {
  assert.equal(originalText("a\r\nb\rc😀d\n", [hunk([2, 3, 2, 4], "D", "d")]), "a\r\nb\rc😀D\n");
});

test("without hunks it is the text", () => {
  assert.equal(originalText("a\n", []), "a\n");
});

test("hunks that were told of another text have no original", () => {
  assert.equal(originalText("x\na\n", [hunk([0, 0, 1, 0], "A\n", "a\n")]), undefined);
  assert.equal(originalText("", [hunk([5, 0, 6, 0], "A\n", "a\n")]), undefined);
  assert.equal(
    originalText("aa\n", [hunk([0, 0, 0, 2], "A", "aa"), hunk([0, 1, 0, 2], "B", "a")]),
    undefined,
  );
});

test("two thousand hunks take no time that one would notice", () => {
  const text = "new\nsame\n".repeat(2000);
  const hunks = Array.from({ length: 2000 }, (_, n) => hunk([2 * n, 0, 2 * n + 1, 0], "old\n", "new\n"));
  const before = performance.now();
  assert.equal(originalText(text, hunks), "old\nsame\n".repeat(2000));
  assert.ok(performance.now() - before < 500);
});
