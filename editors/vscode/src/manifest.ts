/** What of the manifest follows from the table of commands. */
import type { Command } from "./commands.ts";

const CATEGORY = "PowerTokens";
const PREFIX = "powertokens.";

export interface Contributed {
  readonly commands: readonly object[];
  readonly menus: Readonly<Record<string, readonly object[]>>;
  readonly keybindings: readonly object[];
}

export function contributed(table: readonly Command[]): Contributed {
  const menus: Record<string, object[]> = {};
  for (const { id, menus: places = {} } of table) {
    for (const [menu, place] of Object.entries(places)) {
      menus[menu] = [...(menus[menu] ?? []), { command: PREFIX + id, ...place }];
    }
  }
  return {
    commands: table.map(({ id, title, icon, enablement }) => ({
      command: PREFIX + id,
      title,
      category: CATEGORY,
      ...(icon && { icon }),
      ...(enablement && { enablement }),
    })),
    menus,
    keybindings: table.flatMap(({ id, keys = [] }) => keys.map((key) => ({ command: PREFIX + id, ...key }))),
  };
}
