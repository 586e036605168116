import assert from "node:assert/strict";
import { test } from "node:test";
import type { Machine } from "../src/server/find-server.ts";
import { findInstallers } from "../src/setup/installers.ts";

function lines(files: string[], openFolders: string[] = []): string[] {
  const machine: Machine = {
    platform: "linux",
    env: { PATH: "/usr/bin:/repo/bin" },
    home: "/home/me",
    executable: (path) => (files.includes(path) ? path : undefined),
  };
  return findInstallers(openFolders, machine).map(
    ({ program, args, line }) => `${line}: ${program} ${args.length}`,
  );
}

test("uv comes before pipx, and both are looked for where an editor's PATH may not lead", () => {
  assert.deepEqual(lines(["/usr/bin/pipx", "/home/me/.local/bin/uv"]), [
    "uv tool install pt-lsp: /home/me/.local/bin/uv 3",
    "pipx install pt-lsp: /usr/bin/pipx 2",
  ]);
  assert.deepEqual(lines([]), []);
});

test("nothing in an open folder installs anything", () => {
  assert.deepEqual(lines(["/repo/bin/uv"]), ["uv tool install pt-lsp: /repo/bin/uv 3"]);
  assert.deepEqual(lines(["/repo/bin/uv"], ["/repo"]), []);
});
