import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { EmbeddedModel } from "../src/setup/embedded-model.ts";

const SAYS_ITS_KEY = "console.log(process.env.PT_LSP_LOCAL_KEY); setInterval(() => {}, 1000);";

const DIES_THEN = `${SAYS_ITS_KEY} setTimeout(() => process.exit(1), 50);`;

async function started(model: EmbeddedModel, program = SAYS_ITS_KEY): Promise<string> {
  await model.start(process.execPath, ["-e", program], process.cwd());
  return `${model.settings["endpoint.baseUrl"]}`;
}

test("the server is given the key that the model was started with, a new one each time", async () => {
  const model = new EmbeddedModel();
  const keys = [await started(model), await started(model)];
  assert.deepEqual(model.environment, { POWERTOKENS_API_KEY: keys[1] });
  assert.match(keys[1] ?? "", /^[\w-]{32}$/);
  assert.notEqual(keys[0], keys[1]);
  model.dispose();
  assert.deepEqual([model.settings, model.environment], [{}, {}]);
});

test("one that dies is told of, and nothing else is asked in its place", async () => {
  const model = new EmbeddedModel();
  const ended = new Promise<void>((resolve) => {
    model.onEnded = resolve;
  });
  const url = await started(model, DIES_THEN);
  await ended;
  assert.deepEqual([model.settings, model.isAsked], [{ "endpoint.baseUrl": url }, true]);
  await assert.rejects(started(model, "process.exit(1)"));
  assert.deepEqual([model.settings, model.isAsked], [{ "endpoint.baseUrl": url }, true]);
  model.dispose();
  assert.deepEqual([model.settings, model.environment, model.isAsked], [{}, {}, false]);
});

test("one that is stopped, or makes room for another, has not died", async () => {
  const model = new EmbeddedModel();
  let nEnded = 0;
  model.onEnded = () => {
    nEnded += 1;
  };
  await started(model);
  await started(model);
  model.dispose();
  await setTimeout(300);
  assert.equal(nEnded, 0);
});
