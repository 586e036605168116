import assert from "node:assert/strict";
import { test } from "node:test";
import { Lives } from "../src/server/lives.ts";

test("a server that never ran is not started again", () => {
  assert.equal(new Lives().again(0), false);
});

test("a server that dies now and then is always started again", () => {
  const lives = new Lives();
  lives.ran();
  assert.deepEqual(
    [0, 2, 4, 6, 8].map((minute) => lives.again(minute * 60_000)),
    [true, true, true, true, true],
  );
});

test("a server that dies four times in three minutes is left alone", () => {
  const lives = new Lives();
  lives.ran();
  assert.deepEqual(
    [1, 2, 3, 4].map((second) => lives.again(second * 1000)),
    [true, true, true, false],
  );
});
