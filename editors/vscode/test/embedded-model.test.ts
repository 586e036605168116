import assert from "node:assert/strict";
import { test } from "node:test";
import { EmbeddedModel } from "../src/setup/embedded-model.ts";

const SAYS_ITS_KEY = "console.log(process.env.PT_LSP_LOCAL_KEY); setInterval(() => {}, 1000);";

async function started(model: EmbeddedModel): Promise<string> {
  await model.start(process.execPath, ["-e", SAYS_ITS_KEY], process.cwd());
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
