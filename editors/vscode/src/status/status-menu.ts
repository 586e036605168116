/** The status menu, and the lists behind some of its rows. */
import { setTimeout } from "node:timers/promises";
import { type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type { Asking } from "../asking/asking.ts";
import type { Call } from "../asking/failures.ts";
import { isFollowed } from "../asking/served.ts";
import { call } from "../asking/telling.ts";
import type { Handlers } from "../commands.ts";
import { nameOf } from "../documents.ts";
import type { GroupedFigures } from "../protocol.ts";
import { chooseModel } from "./choose-model.ts";
import { type Here, menuRows, type Row, snoozeRows } from "./menu.ts";
import { statisticsLines } from "./statistics.ts";
import type { StatusItem } from "./status-item.ts";
import { headline } from "./view.ts";

/** What is known already is shown where a server does not answer. */
const PATIENCE_MS = 2000;

export type StatusCommands = Pick<Handlers, "status" | "snooze" | "chooseModel" | "statistics">;

export function statusCommands(item: StatusItem, asking: Asking): StatusCommands {
  return {
    status: async () => {
      await Promise.race([item.refresh(), setTimeout(PATIENCE_MS)]);
      await choose(item, headline(item.view), menuRows(item.view, here()));
    },
    snooze: async () => {
      await Promise.race([item.refresh(), setTimeout(PATIENCE_MS)]);
      const until = item.view.details?.told.pauses.until ?? null;
      await choose(item, "PowerTokens: suggest nothing for a while", snoozeRows(until));
    },
    chooseModel: async () => {
      await chooseModel(asking);
      await item.refresh();
    },
    statistics: () => showStatistics(asking),
  };
}

async function choose(item: StatusItem, title: string, rows: readonly Row[]): Promise<void> {
  const chosen = await window.showQuickPick(rows.map(asItem), { title, matchOnDescription: true });
  if (chosen?.call) {
    await call(chosen.call);
    await item.refresh();
  }
}

function asItem({ label, description, detail, call: run }: Row): QuickPickItem & { call?: Call } {
  if (!run) {
    return { label, kind: QuickPickItemKind.Separator };
  }
  return { label, call: run, ...(description && { description }), ...(detail && { detail }) };
}

function here(): Here | undefined {
  const document = window.activeTextEditor?.document;
  if (!document || !isFollowed(document.uri)) {
    return undefined;
  }
  const uri = document.uri.toString();
  return { uri, languageId: document.languageId, name: nameOf(document.uri) };
}

async function showStatistics(asking: Asking): Promise<void> {
  const told = await asking.ask<GroupedFigures>("ptLsp.stats");
  if (told) {
    const title = "Counted on this machine, and told to nobody";
    await window.showQuickPick(statisticsLines(told), { title, matchOnDescription: true });
  }
}
