/**
 * Every command of the palette, its keys and the menus that it stands in: first the server's actions, then what
 * the extension does by itself. The manifest is written from here (`npm run manifest`), and the handlers are held
 * against it.
 */
import { RECIPES, type Recipe, type RecipeId } from "./recipes.ts";

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

/** Files on this machine or a remote one, unsaved ones and cells: what the server follows, where it can be typed. */
const CHANGEABLE =
  "editorIsOpen && !editorReadonly && resourceScheme =~ /^(file|untitled|vscode-remote|vscode-notebook-cell)$/";
/** What the server follows, where it can be read. */
const READABLE = "editorIsOpen && resourceScheme =~ /^(file|untitled|vscode-remote|vscode-notebook-cell)$/";
/** Where there may be a repository. */
const IN_FOLDER = "workspaceFolderCount > 0 || gitOpenRepositoryCount > 0";
const OF_GIT = "scmProvider == git";
const TYPING = "editorTextFocus && !editorReadonly";
export const CONTEXT_MENU = "powertokens.context";
/** Begins the context key that says that an action is not wanted in menus. */
export const HIDES = "powertokens.hides.";

const WAITING = "powertokens.hasPendingEdit";
const IN_HUNK = "editorTextFocus && powertokens.inHunk";
const BESIDE_HUNKS = `editorTextFocus && ${WAITING}`;

const RECIPE_KEYS: Partial<Readonly<Record<RecipeId, readonly Key[]>>> = {
  edit: [{ key: "ctrl+k j", mac: "cmd+k j", when: TYPING }],
  generate: [{ key: "ctrl+k g", mac: "cmd+k g", when: TYPING }],
};
/** In the order in which they stand in the context menu. */
const MENUS: readonly Recipe["menu"][] = ["instruct", "change", "add", "explain"];
const ENABLED: Readonly<Record<Recipe["output"], string>> = {
  edit: CHANGEABLE,
  explain: "editorIsOpen || activeWebviewPanelId == 'powertokens.page'",
};

const ACTIONS = RECIPES.map((recipe, n) => ({
  id: recipe.id,
  title: recipe.title,
  enablement: ENABLED[recipe.output],
  keys: RECIPE_KEYS[recipe.id] ?? [],
  menus: {
    [CONTEXT_MENU]: {
      when: `!${HIDES}${recipe.id}`,
      group: `${MENUS.indexOf(recipe.menu) + 1}_${recipe.menu}@${n + 1}`,
    },
  },
}));

const OWN = [
  {
    id: "ownAction",
    title: "Own Action...",
    enablement: CHANGEABLE,
    menus: { [CONTEXT_MENU]: { group: "5_own@1" } },
  },
  {
    id: "earlierInstruction",
    title: "Earlier Instruction",
    enablement: "powertokens.asking",
    keys: [{ key: "up", when: "inQuickInput && powertokens.asking =~ /^(words|earlier)$/" }],
  },
  {
    id: "laterInstruction",
    title: "Later Instruction",
    enablement: "powertokens.asking",
    keys: [{ key: "down", when: "inQuickInput && powertokens.asking == earlier" }],
  },
  {
    id: "acceptEdit",
    title: "Accept Edit",
    icon: "$(check)",
    keys: [{ key: "ctrl+k a", mac: "cmd+k a", when: BESIDE_HUNKS }],
    menus: { "editor/title": { when: WAITING, group: "navigation@1" } },
  },
  {
    id: "rejectEdit",
    title: "Reject Edit",
    icon: "$(discard)",
    keys: [{ key: "ctrl+k x", mac: "cmd+k x", when: BESIDE_HUNKS }],
    menus: { "editor/title": { when: WAITING, group: "navigation@2" } },
  },
  {
    id: "showChanges",
    title: "Show Changes",
    icon: "$(git-compare)",
    enablement: WAITING,
    menus: { "editor/title": { when: `${WAITING} && !isInDiffEditor`, group: "navigation@3" } },
  },
  {
    id: "acceptHunk",
    title: "Accept Hunk",
    enablement: WAITING,
    keys: [{ key: "shift+alt+enter", when: IN_HUNK }],
  },
  {
    id: "rejectHunk",
    title: "Reject Hunk",
    enablement: WAITING,
    keys: [{ key: "shift+alt+delete", mac: "shift+alt+backspace", when: IN_HUNK }],
  },
  {
    id: "nextHunk",
    title: "Next Hunk",
    enablement: WAITING,
    keys: [{ key: "shift+alt+pagedown", when: BESIDE_HUNKS }],
  },
  {
    id: "previousHunk",
    title: "Previous Hunk",
    enablement: WAITING,
    keys: [{ key: "shift+alt+pageup", when: BESIDE_HUNKS }],
  },
  {
    id: "writeCommitMessage",
    title: "Write Commit Message",
    icon: "$(sparkle)",
    enablement: IN_FOLDER,
    menus: { "scm/title": { when: OF_GIT, group: "navigation" } },
  },
  {
    id: "reviewFile",
    title: "Review File",
    enablement: READABLE,
    menus: { [CONTEXT_MENU]: { when: "!editorHasSelection", group: "6_review@1" } },
  },
  {
    id: "reviewSelection",
    title: "Review Selection",
    enablement: `${READABLE} && editorHasSelection`,
    menus: { [CONTEXT_MENU]: { when: "editorHasSelection", group: "6_review@2" } },
  },
  {
    id: "reviewChanges",
    title: "Review Changes",
    enablement: IN_FOLDER,
    menus: { "scm/title": { when: OF_GIT, group: "9_powertokens" } },
  },
  {
    id: "clearReview",
    title: "Clear Review",
    enablement: "powertokens.hasFindings",
    menus: { [CONTEXT_MENU]: { when: "powertokens.hasFindings", group: "6_review@3" } },
  },
  { id: "cancel", title: "Cancel" },
  { id: "whyNoCompletion", title: "Why No Completion?" },
  { id: "showPrompt", title: "Show What Was Sent" },
  { id: "statistics", title: "Statistics" },
  { id: "status", title: "Status" },
  { id: "snooze", title: "Snooze" },
  { id: "chooseModel", title: "Choose Model" },
  { id: "setApiKey", title: "Set API Key" },
  { id: "clearApiKey", title: "Clear API Key" },
  { id: "checkEndpoint", title: "Check Key and Endpoint" },
  { id: "tryEmbeddedModel", title: "Try with the Embedded Model" },
  {
    id: "stopEmbeddedModel",
    title: "Stop the Embedded Model",
    enablement: "powertokens.hasEmbeddedModel",
  },
  { id: "installServer", title: "Install Server" },
  { id: "restartServer", title: "Restart Server" },
  { id: "showLog", title: "Show Log" },
] as const satisfies readonly Command[];

export const COMMANDS: readonly (Command & { readonly id: CommandId })[] = [...ACTIONS, ...OWN];

export type CommandId = RecipeId | (typeof OWN)[number]["id"];

/** What runs when a command is chosen, with what its menu hands over; a command without one does not compile. */
export type Handlers = Readonly<Record<CommandId, (source?: unknown) => unknown>>;
