import assert from "node:assert/strict";
import { test } from "node:test";
import { asComment } from "../src/pages/comment.ts";
import { followed } from "../src/pages/region.ts";

test("an answer is a comment in the language's form, at the indentation", () => {
  assert.equal(asComment("It adds.\n\n- `a`\n", "python", "    "), "    # It adds.\n    #\n    # - `a`\n");
  assert.equal(asComment("It adds.", "typescript", "\t"), "\t// It adds.\n");
  assert.equal(asComment("It adds.", "css", ""), "/*\nIt adds.\n*/\n");
  assert.equal(asComment("It adds.", "json", ""), undefined);
});

test("prose is broken between words, code is not", () => {
  const words = "word ".repeat(30).trim();
  const lines = asComment(`- ${words}\n\n\`\`\`\n${words}\n\`\`\``, "python", "")?.split("\n") ?? [];
  assert.ok(lines[0]?.startsWith("# - word") && lines[1]?.startsWith("#   word"));
  assert.ok((lines[0]?.length ?? 0) <= 90);
  assert.ok(lines.includes(`# ${words}`));
});

test("nothing of an answer is code", () => {
  const ends = ["\n", "\r", "\r\n", "\u2028", "\u2029", "\u0085", "\f", "\v"];
  for (const language of ["c", "java", "javascript", "php", "python", "sql", "csharp", "makefile"]) {
    for (const end of ends) {
      const comment = asComment(`a${end}evil()`, language, "  ") ?? "";
      const lines = comment.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
      assert.equal(lines.pop(), "");
      assert.ok(
        lines.every((line) => /^ {2}(?:\/\/|#|--) /.test(line)),
        `${language} ${JSON.stringify(comment)}`,
      );
    }
  }
  assert.equal(asComment("a \\", "c", ""), "// a \\.\n");
  assert.equal(asComment("a ??/", "c", ""), "// a ??/.\n");
  assert.equal(asComment("\\u000a x \\\\u000a y", "java", ""), "// \\\\u000a x \\\\u000a y\n");
  assert.equal(asComment("a ?> b", "php", ""), "// a ? > b\n");
  assert.equal(asComment("a */ b", "css", ""), "/*\na * / b\n*/\n");
  assert.equal(asComment("a --> b", "html", ""), "<!--\na - -> b\n-->\n");
  assert.equal(asComment("-*- coding: utf-7 -*-", "python", ""), "# -*- coding : utf-7 -*-\n");
  assert.equal(asComment("a \u202eb", "python", ""), "# a \\u202eb\n");
});

function change(first: number, from: number, last: number, to: number, text: string) {
  return { range: { start: { line: first, character: from }, end: { line: last, character: to } }, text };
}

test("lines are followed through what is typed around and inside them", () => {
  const lines = { first: 5, last: 8 };
  const cases: [ReturnType<typeof change>, object | undefined][] = [
    [change(0, 0, 0, 0, "a\nb\n"), { first: 7, last: 10 }],
    [change(5, 0, 5, 0, "# above\n"), { first: 6, last: 9 }],
    [change(4, 3, 5, 0, ""), { first: 4, last: 7 }],
    [change(6, 0, 7, 0, ""), { first: 5, last: 7 }],
    [change(5, 4, 5, 9, "name"), lines],
    [change(9, 0, 9, 0, "x\n"), lines],
    [change(7, 0, 9, 0, "x\n"), { first: 5, last: 8 }],
    [change(0, 0, 20, 0, "all of it\n"), undefined],
    [change(5, 0, 9, 0, ""), undefined],
    [change(4, 0, 6, 0, ""), undefined],
  ];
  for (const [one, expected] of cases) {
    assert.deepEqual(followed(lines, [one]), expected, JSON.stringify(one));
  }
  assert.deepEqual(followed(lines, [change(0, 0, 0, 0, "\n"), change(0, 0, 1, 0, "")]), lines);
});
