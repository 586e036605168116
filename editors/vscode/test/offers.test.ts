import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsFor, wordsOf } from "../src/asking/offers.ts";
import { RECIPES } from "../src/recipes.ts";

const OFFERED = RECIPES.filter(({ takes }) => takes !== "words");

function commandsFor(value: string) {
  return rowsFor(value, "rewrite", OFFERED).map(({ command }) => command);
}

test("the words come first, whatever they are", () => {
  for (const value of ["", "x", "fix", "Document", "implement it", "$(trash)"]) {
    assert.equal(commandsFor(value)[0], undefined);
  }
});

test("commands that fit what is typed are offered below", () => {
  assert.deepEqual(commandsFor(""), [undefined, ...OFFERED.map(({ id }) => id)]);
  assert.deepEqual(commandsFor("doc"), [undefined, "document"]);
  assert.deepEqual(commandsFor("make it iterative"), [undefined]);
});

test("a command's label has no text that VS Code could sort by", () => {
  const labels = rowsFor("", "rewrite", OFFERED).map(({ label }) => label.replace(/\$\([a-z-]+\)/g, ""));
  assert.deepEqual(new Set(labels), new Set([""]));
});

test("rows stay as they are while the same commands fit", () => {
  assert.deepEqual(rowsFor("doc", "rewrite", OFFERED), rowsFor("docum", "rewrite", OFFERED));
});

test("several lines become one", () => {
  assert.equal(wordsOf("  one\r\n\ttwo\n\nthree "), "one two three");
});
