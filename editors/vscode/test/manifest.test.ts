import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { COMMANDS } from "../src/commands.ts";
import { contributed } from "../src/manifest.ts";

const MANIFEST = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

test("the manifest says what the table of commands says", () => {
  const { commands, menus, submenus, keybindings } = MANIFEST.contributes;
  assert.deepEqual(
    { commands, menus, submenus, keybindings },
    contributed(COMMANDS),
    "package.json is stale: npm run manifest",
  );
});

test("no command stands in the table twice", () => {
  const ids = COMMANDS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});
