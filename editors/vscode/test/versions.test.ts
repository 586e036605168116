import assert from "node:assert/strict";
import { test } from "node:test";
import { versionNote } from "../src/setup/versions.ts";

test("one release is no word worth, and neither is a server that does not say", () => {
  for (const server of ["0.1.0", "0.1.7", "0.1.0.dev3+local", undefined, "", "unknown"]) {
    assert.equal(versionNote(server, "0.1.0"), undefined, server);
  }
});

test("the older of the two is the one to update", () => {
  assert.match(versionNote("0.2.0", "0.10.1") ?? "", /server is version 0\.2\.0.*update the server/);
  assert.match(versionNote("0.10.0", "0.2.1") ?? "", /extension 0\.2\.1: update the extension/);
  assert.match(versionNote("1.0.0", "0.9.0") ?? "", /update the extension/);
});
