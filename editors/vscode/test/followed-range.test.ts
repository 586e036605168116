import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, followed, type Place, type Stretch } from "../src/asking/followed-range.ts";

const TEXT = "ab\ncd\r\n\nefg";

function placeOf(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\n/);
  return { line: lines.length - 1, character: lines[lines.length - 1]?.length ?? 0 };
}

/** Offsets between which an editor can put something. */
function places(text: string): number[] {
  return [...Array(text.length + 1).keys()].filter((at) => !(text[at - 1] === "\r" && text[at] === "\n"));
}

function stretchOf(text: string, start: number, end: number): Stretch {
  return { start: placeOf(text, start), end: placeOf(text, end) };
}

function changeOf(start: number, end: number, text: string): Change {
  return { range: stretchOf(TEXT, start, end), text };
}

/** Where offsets are after the change, by counting alone. */
function expected(start: number, end: number, from: number, to: number, written: number) {
  if (from < start && end < to) {
    return undefined;
  }
  const first = start >= to ? start + written - (to - from) : start > from ? from + written : start;
  if (start === end) {
    return [first, first] as const;
  }
  const last = end <= from ? end : end >= to ? end + written - (to - from) : from;
  return [first, last] as const;
}

/** All first and second offsets of stretches. */
const PAIRS = places(TEXT).flatMap((start) =>
  places(TEXT)
    .filter((end) => end >= start)
    .map((end) => [start, end] as const),
);

for (const text of ["", "x", "\n", "x\ny", "x\n"]) {
  test(`every stretch is followed through every change that writes ${JSON.stringify(text)}`, () => {
    for (const [from, to] of PAIRS) {
      const after = TEXT.slice(0, from) + text + TEXT.slice(to);
      for (const [start, end] of PAIRS) {
        const wanted = expected(start, end, from, to, text.length);
        const told = followed(stretchOf(TEXT, start, end), [changeOf(from, to, text)]);
        assert.deepEqual(told, wanted && stretchOf(after, ...wanted));
      }
    }
  });
}

test("text at the start lies before it, at its end after it", () => {
  const stretch = stretchOf(TEXT, 3, 5);
  assert.deepEqual(followed(stretch, [changeOf(3, 3, "xx")]), {
    start: { line: 1, character: 2 },
    end: { line: 1, character: 4 },
  });
  assert.deepEqual(followed(stretch, [changeOf(5, 5, "xx")]), stretch);
});

test("of several changes each counts in what the one before has left", () => {
  const stretch = stretchOf(TEXT, 8, 11);
  const changes = [changeOf(2, 2, "\n\n"), changeOf(0, 0, "\n")];
  assert.deepEqual(followed(stretch, changes), {
    start: { line: 6, character: 0 },
    end: { line: 6, character: 3 },
  });
});
