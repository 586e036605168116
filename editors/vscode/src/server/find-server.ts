/**
 * Finds the command that starts the server. Refuses to touch the disk itself, to start anything, and to take
 * what lies in an open folder: a repository must not choose what runs.
 */
import { posix, win32 } from "node:path";

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The file's path with links followed, if it is there and can be run. */
  readonly executable: (path: string) => string | undefined;
}

export type Found =
  | { readonly command: string; readonly args: readonly string[] }
  | { readonly problem: string; readonly fix: "installServer" | "openSettings" };

const HOW_TO_INSTALL =
  "Install it with `uv tool install pt-lsp` or `pipx install pt-lsp`, or name it in `ptLsp.server.command`.";

/**
 * The server's command: the `configured` one, whatever stands there, else the first of PATH and of the folders of uv
 * and pipx.
 */
export function findServer(configured: unknown, openFolders: readonly string[], machine: Machine): Found {
  const named = configured ?? ["pt-lsp"];
  if (!isList(named)) {
    const problem = '`ptLsp.server.command` is no list of texts: it takes them as in `["pt-lsp", "serve"]`.';
    return { problem, fix: "openSettings" };
  }
  const [program, ...args] = named;
  if (!program) {
    const problem = "`ptLsp.server.command` is empty: it takes a program and its arguments.";
    return { problem, fix: "openSettings" };
  }
  const isConfigured = named === configured;
  const command = isConfigured
    ? findConfigured(program, openFolders, machine)
    : findProgram("pt-lsp", openFolders, machine);
  if (command) {
    return { command, args };
  }
  return isConfigured
    ? {
        problem: `\`${program}\` of \`ptLsp.server.command\` was not found: give its full path.`,
        fix: "openSettings",
      }
    : { problem: `The server pt-lsp was not found. ${HOW_TO_INSTALL}`, fix: "installServer" };
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function findConfigured(program: string, openFolders: readonly string[], machine: Machine) {
  const { isAbsolute } = pathOf(machine);
  if (isAbsolute(program)) {
    // The setting is the user's own, for this machine: a full path is taken as it is, even in an open folder.
    return machine.executable(program) && program;
  }
  return inPath(program, openFolders, machine);
}

/** Where the program is: in PATH, else where uv and pipx put theirs and their own installers put them. */
export function findProgram(
  name: string,
  openFolders: readonly string[],
  machine: Machine,
): string | undefined {
  const inOwn = () => firstOf(toolFolders(machine), name, openFolders, machine);
  return inPath(name, openFolders, machine) ?? inOwn();
}

function inPath(name: string, openFolders: readonly string[], machine: Machine): string | undefined {
  const isPlain = !/[\\/]/.test(name);
  const value = machine.env.PATH ?? machine.env.Path ?? "";
  return isPlain ? firstOf(value.split(pathOf(machine).delimiter), name, openFolders, machine) : undefined;
}

function firstOf(
  folders: readonly string[],
  name: string,
  openFolders: readonly string[],
  machine: Machine,
): string | undefined {
  const { isAbsolute, join } = pathOf(machine);
  const file = machine.platform === "win32" && !name.toLowerCase().endsWith(".exe") ? `${name}.exe` : name;
  for (const folder of folders.filter((each) => isAbsolute(each))) {
    const path = join(folder, file);
    const target = machine.executable(path);
    if (target && ![path, target].some((each) => openFolders.some((open) => isInside(each, open, machine)))) {
      return path;
    }
  }
  return undefined;
}

/** Where uv and pipx put programs: an editor that was not started from a shell may lack them in its PATH. */
function toolFolders({ platform, env, home }: Machine): string[] {
  const { join } = platform === "win32" ? win32 : posix;
  const data = env.XDG_DATA_HOME ?? join(home, ".local", "share");
  const bin = platform === "win32" ? "Scripts" : "bin";
  const appData = env.APPDATA ?? join(home, "AppData", "Roaming");
  const uvTools =
    env.UV_TOOL_DIR ?? (platform === "win32" ? join(appData, "uv", "tools") : join(data, "uv", "tools"));
  const pipxHomes = [env.PIPX_HOME, join(data, "pipx"), join(home, ".local", "pipx"), join(home, "pipx")];
  return [
    env.UV_TOOL_BIN_DIR,
    env.XDG_BIN_HOME,
    env.PIPX_BIN_DIR,
    join(home, ".local", "bin"),
    join(uvTools, "pt-lsp", bin),
    ...pipxHomes.map((each) => each && join(each, "venvs", "pt-lsp", bin)),
  ].filter((each) => each !== undefined && each !== "") as string[];
}

function isInside(path: string, folder: string, machine: Machine): boolean {
  const { relative, isAbsolute, sep } = pathOf(machine);
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function pathOf({ platform }: Machine) {
  return platform === "win32" ? win32 : posix;
}
