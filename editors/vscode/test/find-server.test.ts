import assert from "node:assert/strict";
import { test } from "node:test";
import { findServer, type Machine } from "../src/server/find-server.ts";

/** A machine on which these files can be run; an arrow is a link. */
function machine(
  files: string[],
  env: Record<string, string> = {},
  platform: NodeJS.Platform = "linux",
): Machine {
  const targets = new Map<string, string>();
  for (const file of files) {
    const [path = file, target = file] = file.split(" -> ");
    targets.set(path, target);
  }
  const executable = (path: string) => targets.get(path);
  return { platform, env, home: platform === "win32" ? "C:\\Users\\me" : "/home/me", executable };
}

function command(...[configured, folders, where]: Parameters<typeof findServer>): string {
  const found = findServer(configured, folders, where);
  return "problem" in found ? `problem: ${found.problem}` : [found.command, ...found.args].join(" ");
}

test("the setting comes before PATH, with its arguments, and links are not followed", () => {
  const here = machine(["/usr/bin/pt-lsp", "/venv/bin/python -> /usr/bin/python3"], { PATH: "/usr/bin" });
  assert.equal(command(["/venv/bin/python", "-m", "pt_lsp"], [], here), "/venv/bin/python -m pt_lsp");
});

test("a setting that names no file is told, not replaced by what else there is", () => {
  const here = machine(["/usr/bin/pt-lsp"], { PATH: "/usr/bin" });
  assert.match(command(["/gone/pt-lsp"], [], here), /^problem: .*\/gone\/pt-lsp.*full path/);
  assert.match(command([], [], here), /^problem: .*empty/);
});

test("a setting that is no list is told, as somebody may be typing it, and null is none", () => {
  const here = machine(["/usr/bin/pt-lsp"], { PATH: "/usr/bin" });
  for (const configured of [5, true, {}, "/usr/bin/pt-lsp", [5], ["pt-lsp", null]]) {
    assert.match(
      command(configured, [], here),
      /^problem: .*is no list of texts/,
      JSON.stringify(configured),
    );
  }
  assert.equal(command(null, [], here), "/usr/bin/pt-lsp");
});

test("a relative path in the setting is not looked up in an open folder", () => {
  assert.match(command(["./.venv/bin/pt-lsp"], ["/repo"], machine(["/repo/.venv/bin/pt-lsp"])), /^problem/);
});

test("PATH comes before the folders of tools", () => {
  const here = machine(["/opt/pt-lsp", "/home/me/.local/bin/pt-lsp"], { PATH: "/bin:/opt" });
  assert.equal(command(undefined, [], here), "/opt/pt-lsp");
});

test("what uv and pipx have installed is found without PATH", () => {
  for (const file of [
    "/home/me/.local/bin/pt-lsp",
    "/home/me/.local/share/uv/tools/pt-lsp/bin/pt-lsp",
    "/home/me/.local/share/pipx/venvs/pt-lsp/bin/pt-lsp",
  ]) {
    assert.equal(command(undefined, [], machine([file])), file);
  }
  const windows = "C:\\Users\\me\\AppData\\Roaming\\uv\\tools\\pt-lsp\\Scripts\\pt-lsp.exe";
  assert.equal(command(undefined, [], machine([windows], {}, "win32")), windows);
});

test("nothing that lies in an open folder is started, whichever way it is reached", () => {
  const inRepo = "/repo/.venv/bin/pt-lsp";
  assert.match(command(undefined, ["/repo"], machine([inRepo], { PATH: "/repo/.venv/bin" })), /^problem/);
  assert.match(
    command(undefined, ["/repo"], machine([`/opt/pt-lsp -> ${inRepo}`], { PATH: "/opt" })),
    /^problem/,
  );
  assert.match(command(undefined, ["/repo"], machine([inRepo], { PATH: ".venv/bin:" })), /^problem/);
  assert.match(command(["pt-lsp"], ["/repo"], machine([inRepo], { PATH: "/repo/.venv/bin" })), /^problem/);
  const beside = machine(["/repository/pt-lsp"], { PATH: "/repository" });
  assert.equal(command(undefined, ["/repo"], beside), "/repository/pt-lsp");
});

test("without a server the problem says how to install it", () => {
  assert.match(command(undefined, [], machine([])), /not found.*uv tool install pt-lsp.*pipx install pt-lsp/);
});
