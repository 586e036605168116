import assert from "node:assert/strict";
import { test } from "node:test";
import { Turns } from "../src/server/turns.ts";

/** Turns, with what was done, and one that ends when it is told to. */
function begun() {
  const turns = new Turns();
  const done: string[] = [];
  let end: () => void = () => undefined;
  void turns.take(async () => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    done.push("first");
  });
  return { turns, done, end: () => end() };
}

test("what fails is told to who has asked, and keeps nothing else from its turn", async () => {
  const turns = new Turns();
  const failing = turns.take(() => Promise.reject(new Error("no")));
  const done: string[] = [];
  const next = turns.take(async () => void done.push("next"));
  await assert.rejects(failing, /no/);
  await next;
  await turns.over();
  assert.deepEqual(done, ["next"]);
});

test("each has its turn when the one before has ended", async () => {
  const { turns, done, end } = begun();
  const second = turns.take(async () => void done.push("second"));
  await Promise.resolve();
  end();
  await second;
  assert.deepEqual(done, ["first", "second"]);
});

test("who waits until all is over waits for what is asked for meanwhile, too", async () => {
  const { turns, done, end } = begun();
  const waiting = turns.over().then(() => done.push("over"));
  void turns.take(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    done.push("second");
  });
  await Promise.resolve();
  end();
  await waiting;
  assert.deepEqual(done, ["first", "second", "over"]);
});
