/** Where hunks show in their document, and which one is meant; needs no editor. Lines count from 0. */
import type { EditHunk } from "../protocol.ts";

/** Lines that a hunk shows on: its new ones, or the one beside which lines were only removed. */
export interface Place {
  readonly first: number;
  readonly last: number;
  readonly isRemoval: boolean;
}

export type Direction = "next" | "previous";

export function placeOf({ range: { start, end }, newText }: EditHunk): Place {
  if (newText === "") {
    const line = Math.max(start.line - (start.character === 0 ? 1 : 0), 0);
    return { first: line, last: line, isRemoval: true };
  }
  // Lines added at a region's end begin with the line end before them.
  const first = start.line + (start.character > 0 && /^[\r\n]/.test(newText) ? 1 : 0);
  const last = end.character === 0 ? end.line - 1 : end.line;
  return { first, last: Math.max(first, last), isRemoval: false };
}

export function hunkAt(hunks: readonly EditHunk[], line: number): EditHunk | undefined {
  return hunks.find((hunk) => {
    const { first, last } = placeOf(hunk);
    return first <= line && line <= last;
  });
}

/** The first line of the hunk that follows or precedes a line, around the ends of the file. */
export function lineToGo(hunks: readonly EditHunk[], line: number, direction: Direction): number | undefined {
  const places = hunks.map(placeOf).sort((one, other) => one.first - other.first);
  const found =
    direction === "next"
      ? (places.find(({ first }) => first > line) ?? places[0])
      : (places.findLast(({ last }) => last < line) ?? places.at(-1));
  return found?.first;
}
