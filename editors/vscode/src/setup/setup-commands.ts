/** The commands of the palette that set up what the server needs. */
import { homedir } from "node:os";
import { Uri } from "vscode";
import type { Asking } from "../asking/asking.ts";
import type { Handlers } from "../commands.ts";
import type { Server } from "../server/server.ts";
import { findHere, openFolders, thisMachine } from "../server/this-machine.ts";
import type { ApiKey } from "./api-key.ts";
import { checkEndpoint } from "./check-endpoint.ts";
import type { EmbeddedModel } from "./embedded-model.ts";
import { installServer } from "./install-server.ts";
import { findInstallers } from "./installers.ts";
import { offerAnother, stopEmbeddedModel, tryEmbeddedModel } from "./trying.ts";

export interface Setup {
  readonly key: ApiKey;
  readonly model: EmbeddedModel;
  readonly server: Server;
  readonly asking: Asking;
  readonly extensionUri: Uri;
}

export type SetupCommands = Pick<
  Handlers,
  | "setApiKey"
  | "clearApiKey"
  | "checkEndpoint"
  | "tryEmbeddedModel"
  | "stopEmbeddedModel"
  | "installServer"
  | "restartServer"
>;

export function setupCommands({ key, model, server, asking, extensionUri }: Setup): SetupCommands {
  const documentation = Uri.joinPath(extensionUri, "media", "install.md");
  model.onEnded = () => void offerAnother(model, server);
  return {
    setApiKey: async () => void ((await key.ask()) && (await server.restart())),
    clearApiKey: async () => void ((await key.clear()) && (await server.restart())),
    checkEndpoint: () => checkEndpoint(asking),
    tryEmbeddedModel: () => tryEmbeddedModel(model, server, findHere, homedir()),
    stopEmbeddedModel: () => stopEmbeddedModel(model, server),
    installServer: () => installServer(findInstallers(openFolders(), thisMachine()), server, documentation),
    restartServer: () => server.restart(),
  };
}
