/** How edits look: what is marked in a document, in VS Code's own colours of any theme. Decides nothing. */
import {
  type DecorationOptions,
  type DecorationRenderOptions,
  MarkdownString,
  OverviewRulerLane,
  Range,
  type TextDocument,
  ThemeColor,
  Uri,
} from "vscode";
import type { KnownEdit } from "../editing/known-edits.ts";
import type { EditHunk } from "../protocol.ts";
import { type Place, placeOf } from "./places.ts";
import { fenced, noteOf } from "./removed-text.ts";

/** Colours that a theme does not have are transparent: high contrast has borders in place of tints. */
export const LOOKS = {
  /** New lines that stream in or wait for a verdict. */
  added: {
    isWholeLine: true,
    backgroundColor: new ThemeColor("diffEditor.insertedLineBackground"),
    ...bar("diffEditor.insertedTextBorder"),
    ...ruler("editorOverviewRuler.addedForeground"),
    ...gutter("#2ea043"),
  },
  /** New lines of an edit that has stopped half-way. */
  stopped: {
    isWholeLine: true,
    backgroundColor: new ThemeColor("mergeEditor.conflictingLines.background"),
    ...bar("editorWarning.foreground"),
    ...ruler("editorOverviewRuler.warningForeground"),
    ...gutter("#bf8803"),
  },
  /** Where lines were only removed. */
  removed: {
    isWholeLine: true,
    ...ruler("editorOverviewRuler.deletedForeground"),
    ...gutter("#e5534b"),
  },
  /** What a hunk has removed, at the end of its first line. */
  notes: { after: { margin: "0 0 0 3ch", color: new ThemeColor("descriptionForeground") } },
  /** The hunk that the cursor is in. */
  current: {
    isWholeLine: true,
    backgroundColor: new ThemeColor("editor.hoverHighlightBackground"),
    ...bar("focusBorder"),
    outlineWidth: "1px",
    outlineStyle: "dashed",
    outlineColor: new ThemeColor("contrastActiveBorder"),
  },
} as const satisfies Record<string, DecorationRenderOptions>;

export type Look = keyof typeof LOOKS;
export type Drawing = Readonly<Record<Exclude<Look, "current">, readonly DecorationOptions[]>>;

/** What is marked in a document that holds the hunks as they were told. */
export function drawingOf(document: TextDocument, edits: readonly KnownEdit[]): Drawing {
  const hunks = edits.flatMap((edit) => edit.hunks.map((hunk) => ({ edit, hunk, place: placeOf(hunk) })));
  const ranges = (isMeant: (edit: KnownEdit, place: Place) => boolean) =>
    hunks
      .filter(({ edit, place }) => isMeant(edit, place))
      .map(({ place }) => ({ range: rangeOf(document, place) }));
  return {
    added: ranges(({ state }, { isRemoval }) => !isRemoval && state !== "stopped"),
    stopped: ranges(({ state }, { isRemoval }) => !isRemoval && state === "stopped"),
    removed: ranges((_, { isRemoval }) => isRemoval),
    notes: hunks.flatMap(({ edit, hunk, place }) => noteDecoration(document, edit, hunk, place) ?? []),
  };
}

export function rangeOf(document: TextDocument, { first, last }: Place): Range {
  return document.validateRange(new Range(first, 0, last, Number.MAX_SAFE_INTEGER));
}

function noteDecoration(
  document: TextDocument,
  { warning }: KnownEdit,
  { oldText }: EditHunk,
  place: Place,
): DecorationOptions | undefined {
  const note = noteOf(oldText);
  if (!(note || warning)) {
    return undefined;
  }
  const hover = new MarkdownString();
  if (warning) {
    hover.appendText(`PowerTokens: ${warning}\n`);
  }
  if (note) {
    hover.appendMarkdown(`\n\nPowerTokens has removed here:\n${fenced(oldText, document.languageId)}\n`);
  }
  const range = document.validateRange(new Range(place.first, 0, place.first, Number.MAX_SAFE_INTEGER));
  const after = note && { contentText: note.text, ...(note.isText && STRUCK) };
  return { range, hoverMessage: hover, ...(after && { renderOptions: { after } }) };
}

const STRUCK = {
  textDecoration: "line-through",
  backgroundColor: new ThemeColor("diffEditor.removedTextBackground"),
};

function bar(color: string) {
  return { borderWidth: "0 0 0 3px", borderStyle: "solid", borderColor: new ThemeColor(color) };
}

function ruler(color: string) {
  return { overviewRulerColor: new ThemeColor(color), overviewRulerLane: OverviewRulerLane.Left };
}

/** No theme colours an icon of the gutter: these stand out on light and on dark. */
function gutter(color: string) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path fill="${color}" d="M1.5 0h1v4h-1z"/></svg>`;
  return {
    gutterIconPath: Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`),
    gutterIconSize: "100% 100%",
  };
}
