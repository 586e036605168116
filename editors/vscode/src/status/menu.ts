/** The rows of the status menu. No editor is needed for that. */
import { type Call, CURE_TITLES, type Cure, callOf, type Failure } from "../asking/failures.ts";
import type { CommandId } from "../commands.ts";
import type { PausesResult } from "../protocol.ts";
import { clock, modelLine, type View } from "./view.ts";

export interface Row {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A row without is a heading. */
  readonly call?: Call;
}

/** The document that the person looks at, if the server follows it. */
export interface Here {
  readonly uri: string;
  readonly languageId: string;
  readonly name: string;
}

export const SNOOZES_MIN = [5, 30, 60];

const ICONS: Readonly<Partial<Record<Cure, string>>> = {
  setKey: "$(key) ",
  openSettings: "$(gear) ",
  chooseModel: "$(list-selection) ",
  installServer: "$(cloud-download) ",
  restartServer: "$(debug-restart) ",
  showLog: "$(output) ",
};

/** All of them: where something is wrong its cure is the first. */
export function menuRows(view: View, here: Here | undefined): Row[] {
  const { details, standing } = view;
  const cures = standing.failure ? cureRows(standing.failure) : [];
  const told = details?.told;
  return [
    ...cures,
    ...(told ? [heading("Model"), modelRow(view)] : []),
    ...(told ? [heading("Suggestions as you type"), ...pauseRows(told.pauses, here)] : []),
    ...(told ? [heading("What happened"), ...tellingRows()] : []),
    heading("Setup"),
    ...setupRows(view),
  ];
}

/** To end a snooze that lasts until then, or to begin one of so many minutes. */
export function snoozeRows(until: string | null): Row[] {
  const begin = SNOOZES_MIN.map((minutes) =>
    row(`$(clock) Snooze for ${minutes} Minutes`, { command: "ptLsp.snooze", argument: { minutes } }),
  );
  const end = { command: "ptLsp.snooze", argument: { minutes: 0 } };
  return until ? [row("$(play) End Snooze", end, `until ${clock(new Date(until))}`)] : begin;
}

function cureRows(failure: Failure): Row[] {
  const possible = failure.cures.filter((cure) => cure !== "retry");
  const cures = possible.length > 0 ? possible : (["showLog"] as const);
  return cures.map((cure, index) => ({
    ...row(`${ICONS[cure] ?? ""}${CURE_TITLES[cure]}`, callOf(cure, failure)),
    ...(index === 0 && { detail: failure.sentence }),
  }));
}

function modelRow(view: View): Row {
  const about = view.details && modelLine(view, view.details.told);
  return view.isEmbedded
    ? row("$(debug-stop) Stop the Embedded Model", ours("stopEmbeddedModel"), about)
    : row("$(list-selection) Choose Model", ours("chooseModel"), about);
}

function pauseRows(pauses: PausesResult, here: Here | undefined): Row[] {
  const { everywhere, languages, uris } = pauses;
  const rows = [
    ...(everywhere ? [] : snoozeRows(pauses.until)),
    everywhere
      ? row("$(play) Resume", pause(false))
      : row("$(debug-pause) Pause", pause(true), "until you resume, or the window is closed"),
  ];
  if (here) {
    const { languageId, name, uri } = here;
    rows.push(
      switchRow(languages.includes(languageId), languageId, { languageId }),
      switchRow(uris.includes(uri), name, { uri }),
    );
  }
  return rows;
}

function switchRow(isOff: boolean, name: string, where: object): Row {
  return isOff
    ? row(`$(play) On Again for ${name}`, pause(false, where))
    : row(`$(circle-slash) Off for ${name}`, pause(true, where));
}

function pause(on: boolean, where: object = {}): Call {
  return { command: "ptLsp.pause", argument: { on, ...where } };
}

function tellingRows(): Row[] {
  return [
    row("$(question) Why No Completion?", ours("whyNoCompletion")),
    row("$(eye) Show What Was Sent", ours("showPrompt")),
    row("$(graph) Statistics", ours("statistics")),
  ];
}

function setupRows({ isKeyStored }: View): Row[] {
  return [
    row("$(gear) Open Settings", callOf("openSettings", { sentence: "", cures: [] })),
    row("$(key) Set API Key", ours("setApiKey")),
    ...(isKeyStored ? [row("$(trash) Clear API Key", ours("clearApiKey"))] : []),
    row("$(debug-restart) Restart Server", ours("restartServer")),
    row("$(output) Show Log", ours("showLog")),
  ];
}

function heading(label: string): Row {
  return { label };
}

function row(label: string, call: Call, description?: string): Row {
  return { label, call, ...(description !== undefined && { description }) };
}

function ours(id: CommandId): Call {
  return { command: `powertokens.${id}` };
}
