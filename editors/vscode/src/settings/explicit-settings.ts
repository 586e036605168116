/**
 * What the user has really set, as the server takes it. Refuses to hand on defaults: the server has its own, and
 * ours would overrule the user's config.toml.
 */

/** What VS Code knows of one key; the fields that matter of `WorkspaceConfiguration.inspect`. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
}

export interface Declared {
  /** Dotted, without `ptLsp.`: `completion.debounceMs`. */
  readonly key: string;
  /** Only the user's own settings count, never a project's. */
  readonly isMachineScoped: boolean;
}

export type Section = Readonly<Record<string, unknown>>;

/**
 * The set keys with their values, dotted as the server takes them; null counts as not set. What stands in the
 * workspace may have come with a repository: the server takes it as it takes a project file.
 */
export function explicitSettings(
  declared: readonly Declared[],
  inspect: (key: string) => Inspected | undefined,
): Section {
  const section: Record<string, unknown> = {};
  for (const { key, isMachineScoped } of declared) {
    const { globalValue, workspaceValue } = inspect(key) ?? {};
    if (globalValue !== undefined && globalValue !== null) {
      section[key] = globalValue;
    }
    if (!isMachineScoped && workspaceValue !== undefined && workspaceValue !== null) {
      section[`project.${key}`] = workspaceValue;
    }
  }
  return section;
}

/** The keys that our manifest declares for the server; those of the extension itself, `server.*`, are left out. */
export function declaredKeys(manifest: unknown): Declared[] {
  const { contributes } = manifest as {
    contributes: { configuration: { properties: Record<string, { scope?: string }> }[] };
  };
  return contributes.configuration
    .flatMap(({ properties }) => Object.entries(properties))
    .map(([key, { scope }]) => ({ key: key.replace(/^ptLsp\./, ""), isMachineScoped: scope === "machine" }))
    .filter(({ key }) => !key.startsWith("server."));
}

/** Whether something was set in `before` and is not in `now`: the server keeps what it was started with. */
export function hasLost(before: Section, now: Section): boolean {
  return Object.keys(before).some((key) => !(key in now));
}
