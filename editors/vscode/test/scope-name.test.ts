import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionAround, generateScope, type Outlined, rewriteScope } from "../src/asking/scope-name.ts";

function stretch(first: number, last = first, character = 1) {
  return { start: { line: first, character: 0 }, end: { line: last, character } };
}

const CURSOR = { start: { line: 4, character: 2 }, end: { line: 4, character: 2 } };
const METHOD: Outlined = { name: "add(int, int)", kind: 5, range: stretch(3, 6) };
const FIELD: Outlined = { name: "total", kind: 7, range: stretch(4, 4) };
const CLASS: Outlined = { name: "Sum", kind: 4, range: stretch(1, 20), children: [FIELD, METHOD] };
const MODULE: Outlined = { name: "sums", kind: 1, range: stretch(0, 30), children: [CLASS] };

test("the smallest definition around is the one that is named", () => {
  assert.equal(definitionAround(stretch(4, 5), [MODULE]), "add()");
  assert.equal(definitionAround(stretch(4, 9), [MODULE]), "Sum");
  assert.equal(definitionAround(stretch(0, 9), [MODULE]), undefined);
  assert.equal(definitionAround(stretch(4), []), undefined);
});

test("an outline without levels is read as well", () => {
  const flat = [CLASS, METHOD].map(({ name, kind, range }) => ({
    name,
    kind,
    location: { range: range ?? CURSOR },
  }));
  assert.equal(definitionAround(stretch(4), flat), "add()");
});

test("a selection is called by its lines", () => {
  assert.equal(rewriteScope(stretch(9, 23), "total()", "a.py"), "lines 10-24 of total()");
  assert.equal(rewriteScope(stretch(9), undefined, "a.py"), "line 10 of a.py");
  assert.equal(rewriteScope(stretch(9, 11, 0), undefined, "a.py"), "lines 10-11 of a.py");
});

test("without a selection it is what the server looks for", () => {
  assert.equal(rewriteScope(CURSOR, "total()", "a.py"), "total()");
  assert.equal(rewriteScope(CURSOR, undefined, "a.py"), "around line 5 of a.py");
  assert.equal(generateScope(CURSOR, undefined, "a.py"), "at line 5 of a.py");
});

test("a long name is cut", () => {
  const long = definitionAround(CURSOR, [{ ...METHOD, name: "x".repeat(500) }]) ?? "";
  assert.ok(long.length < 50 && long.endsWith("…()"));
});
