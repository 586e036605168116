/** Has the server send code actions with their commands, so that none is resolved when it is chosen. */
import type { StaticFeature } from "vscode-languageclient/node";

/**
 * While VS Code has a chosen action resolved it may ask for the actions anew, and with what it forgets then goes
 * the command that comes: the click would do nothing, and nobody would be told.
 */
export const WHOLE_ACTIONS: StaticFeature = {
  fillClientCapabilities: ({ textDocument }) => {
    if (textDocument?.codeAction) {
      textDocument.codeAction.dataSupport = false;
      delete textDocument.codeAction.resolveSupport;
    }
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};
