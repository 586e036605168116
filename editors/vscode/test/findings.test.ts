import assert from "node:assert/strict";
import { test } from "node:test";
import { countOf } from "../src/asking/findings.ts";

function finding(uri: string) {
  const place = { line: 0, character: 0 };
  return { uri, range: { start: place, end: place }, severity: 2 as const, message: "It counts from 0." };
}

test("findings are counted, and their files where there are several", () => {
  assert.equal(countOf([finding("file:///a")]), "1 finding");
  assert.equal(countOf([finding("file:///a"), finding("file:///a")]), "2 findings");
  assert.equal(countOf([finding("file:///a"), finding("file:///b")]), "2 findings in 2 files");
});
