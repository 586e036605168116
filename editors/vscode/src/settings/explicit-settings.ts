/**
 * What the user has really set, as the server takes it. Refuses to hand on defaults: the server has its own, and
 * ours would overrule the user's config.toml.
 */

/** What VS Code knows of one key; the fields that matter of `WorkspaceConfiguration.inspect`. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

export type Inspect = (key: string) => Inspected | undefined;

export type Section = Readonly<Record<string, unknown>>;

/**
 * Sections of which the user's own settings count alone. Named here, so that whatever scope the manifest gives a
 * setting of theirs, and however an editor reads scopes, no folder reaches it.
 */
const USERS_ALONE = new Set(["endpoint", "privacy", "budget", "actions"]);

/**
 * The set keys with their values, dotted as the server takes them; null counts as not set. What stands in the
 * workspace may have come with a repository: the server takes it as it takes a project file.
 */
export function explicitSettings(keys: readonly string[], inspect: Inspect): Section {
  const section: Record<string, unknown> = {};
  for (const key of keys) {
    const { globalValue, workspaceValue } = inspect(key) ?? {};
    if (isSet(globalValue)) {
      section[key] = globalValue;
    }
    if (isSet(workspaceValue) && !isUsersAlone(key)) {
      section[`project.${key}`] = workspaceValue;
    }
  }
  return section;
}

/** What one folder of the workspace says beside the workspace itself, which holds in this folder alone. */
export function folderSettings(keys: readonly string[], inspect: Inspect): Section {
  const section: Record<string, unknown> = {};
  for (const key of keys.filter((each) => !isUsersAlone(each))) {
    const { workspaceValue, workspaceFolderValue } = inspect(key) ?? {};
    // Where a folder is the whole workspace, VS Code gives its values as both.
    if (
      isSet(workspaceFolderValue) &&
      JSON.stringify(workspaceFolderValue) !== JSON.stringify(workspaceValue)
    ) {
      section[`project.${key}`] = workspaceFolderValue;
    }
  }
  return section;
}

/** The keys that our manifest declares for the server; those of the extension itself, `server.*`, are left out. */
export function declaredKeys(manifest: unknown): string[] {
  const { contributes } = manifest as {
    contributes: { configuration: { properties: Record<string, unknown> }[] };
  };
  return contributes.configuration
    .flatMap(({ properties }) => Object.keys(properties))
    .map((key) => key.replace(/^ptLsp\./, ""))
    .filter((key) => !key.startsWith("server."));
}

/** Whether something was set in `before` and is not in `now`: the server keeps what it was started with. */
export function hasLost(before: Section, now: Section): boolean {
  return Object.keys(before).some((key) => !(key in now));
}

/** Whether no workspace and no folder may say anything of the key. */
export function isUsersAlone(key: string): boolean {
  return USERS_ALONE.has(key.split(".", 1)[0] ?? "");
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}
