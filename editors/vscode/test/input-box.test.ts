import assert from "node:assert/strict";
import { test } from "node:test";
import { type Filling, filling } from "../src/repositories/input-box.ts";

const FIRST = "fix: count from one";
const SECOND = "fix: count lines from one";

test("an empty box holds the message", () => {
  for (const box of ["", " ", "\n\n"]) {
    assert.deepEqual(filling(box, FIRST, undefined), { text: FIRST, typed: "" });
  }
});

test("what was typed stays below the message, and the first line is the subject", () => {
  assert.equal(filling("Refs: #12\n", FIRST, undefined).text, `${FIRST}\n\nRefs: #12`);
});

test("a message that nobody has touched makes room for another one, and what was typed stays", () => {
  for (const box of ["", "Refs: #12"]) {
    const first = filling(box, FIRST, undefined);
    assert.deepEqual(filling(first.text, SECOND, first), filling(box, SECOND, undefined));
  }
});

test("a message that was changed is what was typed", () => {
  const first = filling("", FIRST, undefined);
  assert.equal(filling(`${FIRST}!`, SECOND, first).text, `${SECOND}\n\n${FIRST}!`);
});

test("the same message does not come twice", () => {
  assert.equal(filling(FIRST, FIRST, undefined).text, FIRST);
});

test("nothing that a person types is ever lost, however often a message is asked for", () => {
  const messages = [FIRST, SECOND, "a\n\nb"];
  const notes = ["", "mine", "mine\n\nand more", FIRST, ` ${SECOND}`];
  for (const note of notes) {
    for (const [one, other] of messages.flatMap((each) => messages.map((next) => [each, next] as const))) {
      assertKept(note, [one, other, one]);
    }
  }
});

function assertKept(note: string, messages: readonly string[]): void {
  let last: Filling | undefined;
  let box = note;
  for (const message of messages) {
    last = filling(box, message, last);
    box = last.text;
    assert.ok(box.startsWith(message) && box.includes(note.trim()), JSON.stringify([note, messages, box]));
  }
}
