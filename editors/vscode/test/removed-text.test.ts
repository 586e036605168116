import assert from "node:assert/strict";
import { test } from "node:test";
import { fenced, MAX_SHOWN, noteOf } from "../src/review/removed-text.ts";

test("a removed line is shown as it reads, without its indentation", () => {
  assert.deepEqual(noteOf("    return\ta + b\r\n"), { text: "return a + b", isText: true });
});

test("several removed lines are shown one after the other, as far as a line goes", () => {
  assert.deepEqual(noteOf("\n  a\n\n  b"), { text: "a ⏎ b", isText: true });
  const long = noteOf("word ".repeat(100));
  assert.equal([...(long?.text ?? "")].length, MAX_SHOWN);
  assert.equal(long?.text.endsWith("…"), true);
  assert.equal([...(noteOf("𝒳".repeat(MAX_SHOWN))?.text ?? "")].length, MAX_SHOWN);
});

test("lines of which nothing can be seen are counted", () => {
  assert.deepEqual(noteOf("   \n"), { text: "removed 1 blank line", isText: false });
  assert.deepEqual(noteOf("\n\n"), { text: "removed 1 blank line", isText: false });
  assert.deepEqual(noteOf("\n\n\n"), { text: "removed 2 blank lines", isText: false });
  assert.equal(noteOf(""), undefined);
});

test("nothing in removed text turns the line around or hides", () => {
  assert.equal(noteOf("a\u202e\u0007b\u200b\ud800c")?.text, "a··b··c");
});

test("no text ends the block that it is shown in", () => {
  assert.equal(fenced("x", "python"), "```python\nx\n```");
  const code = "```\n[click](command:x)\n`````\n";
  const [open, ...lines] = fenced(code, "a`\n# b").split("\n");
  assert.equal(open, "``````");
  assert.equal(lines.at(-1), "``````");
  assert.equal(lines.filter((line) => line.startsWith("``````")).length, 1);
});
