/** Writes commands, menus and keys into package.json: `npm run manifest`. */
import { readFileSync, writeFileSync } from "node:fs";
import { COMMANDS } from "../src/commands.ts";
import { contributed } from "../src/manifest.ts";

const FILE = new URL("../package.json", import.meta.url);
const manifest = JSON.parse(readFileSync(FILE, "utf8"));
Object.assign(manifest.contributes, contributed(COMMANDS));
writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
