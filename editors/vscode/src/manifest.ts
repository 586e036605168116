/** What of the manifest follows from the table of commands. */
import { CONTEXT_MENU, type Command } from "./commands.ts";

const CATEGORY = "PowerTokens";
const PREFIX = "powertokens.";
/** A group of its own, below what VS Code offers to change code with. */
const SUBMENU = {
  submenu: CONTEXT_MENU,
  group: "1_powertokens",
  when: "resourceScheme =~ /^(file|untitled|vscode-remote|vscode-notebook-cell|git)$/",
};

export interface Contributed {
  readonly commands: readonly object[];
  readonly menus: Readonly<Record<string, readonly object[]>>;
  readonly submenus: readonly object[];
  readonly keybindings: readonly object[];
}

export function contributed(table: readonly Command[]): Contributed {
  const menus: Record<string, object[]> = { "editor/context": [SUBMENU] };
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
    submenus: [{ id: CONTEXT_MENU, label: CATEGORY }],
    keybindings: table.flatMap(({ id, keys = [] }) => keys.map((key) => ({ command: PREFIX + id, ...key }))),
  };
}
