import assert from "node:assert/strict";
import { test } from "node:test";
import { sentenceOf } from "../src/asking/findings.ts";

const CUT = "The answer was cut.";

function sentence(uris: readonly string[], message?: string): string {
  const place = { line: 0, character: 0 };
  const range = { start: place, end: place };
  const findings = uris.map((uri) => ({ uri, range, severity: 2 as const, message: "It counts from 0." }));
  return sentenceOf({ findings, ...(message !== undefined && { message }) });
}

test("findings are counted, and their files where there are several", () => {
  assert.equal(sentence(["file:///a"]), "1 finding; the Problems view lists them.");
  assert.equal(sentence(["file:///a", "file:///a"]), "2 findings; the Problems view lists them.");
  assert.equal(sentence(["file:///a", "file:///b"]), "2 findings in 2 files; the Problems view lists them.");
});

test("what is to be known of a review is said, and never that all is well where something was left out", () => {
  assert.equal(sentence(["file:///a"], CUT), `1 finding; the Problems view lists them. ${CUT}`);
  assert.equal(sentence([], CUT), `nothing to show. ${CUT}`);
  assert.equal(sentence([]), "nothing found.");
});
