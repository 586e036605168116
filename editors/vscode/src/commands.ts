/**
 * Every command of the palette, its keys and the menus that it stands in. The manifest is written from here
 * (`npm run manifest`), and the handlers are held against it.
 */

/** Where a command stands in one of VS Code's menus. */
export interface Place {
  readonly when?: string;
  readonly group?: string;
}

export interface Key {
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
}

export interface Command {
  /** Without `powertokens.`. */
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  /** When it can be run at all: the palette shows it only then. */
  readonly enablement?: string;
  readonly keys?: readonly Key[];
  /** Menus by their contribution point, such as `editor/context`. */
  readonly menus?: Readonly<Record<string, Place>>;
}

export const COMMANDS = [
  { id: "rewrite", title: "Rewrite..." },
  { id: "generate", title: "Generate Here..." },
  { id: "fix", title: "Fix" },
  { id: "document", title: "Document" },
  { id: "explain", title: "Explain" },
  { id: "acceptEdit", title: "Accept Edit" },
  { id: "rejectEdit", title: "Reject Edit" },
  { id: "cancel", title: "Cancel" },
  { id: "whyNoCompletion", title: "Why No Completion?" },
  { id: "showPrompt", title: "Show What Was Sent" },
  { id: "statistics", title: "Statistics" },
  { id: "status", title: "Status" },
  { id: "snooze", title: "Snooze" },
  { id: "chooseModel", title: "Choose Model" },
  { id: "setApiKey", title: "Set API Key" },
  { id: "clearApiKey", title: "Clear API Key" },
  { id: "tryEmbeddedModel", title: "Try with the Embedded Model" },
  {
    id: "stopEmbeddedModel",
    title: "Stop the Embedded Model",
    enablement: "powertokens.hasEmbeddedModel",
  },
  { id: "restartServer", title: "Restart Server" },
  { id: "showLog", title: "Show Log" },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]["id"];

/** What runs when a command is chosen; a command without one does not compile. */
export type Handlers = Readonly<Record<CommandId, () => unknown>>;
