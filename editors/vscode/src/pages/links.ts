/** Where links on a page may lead: to the web, and to lines of the workspace's own files; pure. */

/** A line of a file; `path` is relative to a workspace folder, empty for the document that is explained. */
export interface Place {
  readonly path: string;
  /** Counts from 1; absent where a link names a file alone. */
  readonly line?: number;
}

/** Text, and the place that it names if it names one. */
export interface Piece {
  readonly text: string;
  readonly place?: Place;
}

const MOST_ADDRESS = 2000;
const FILE = String.raw`(?:[\w@.-]{1,100}/){0,30}[\w@-][\w@.-]{0,100}\.[A-Za-z]\w{0,9}`;
const LINE = String.raw`(?::(\d{1,7})(?::\d{1,7})?|#L(\d{1,7}))(?:-L?\d{1,7})?`;
const NAMED = new RegExp(String.raw`(?<![\w./\\@:-])(${FILE})${LINE}(?![\w/])|\b[Ll]ines? (\d{1,7})\b`, "g");
const ADDRESSED = /^([^#]+?)(?::(\d{1,7})(?::\d{1,7})?(?:-\d{1,7})?|#L?(\d{1,7})(?:-L?\d{1,7})?)?$/;
const SEGMENT = /^(?!\.{0,2}$)[^/\\:*?"<>|\p{Cc}]+$/u;

/** An address in the web as it will be opened; undefined for whatever else a model writes as one. */
export function webAddress(address: string): string | undefined {
  if (address.length > MOST_ADDRESS || !/^https?:\/\//i.test(address)) {
    return undefined;
  }
  try {
    const { protocol, href } = new URL(address);
    return protocol === "https:" || protocol === "http:" ? href : undefined;
  } catch {
    return undefined;
  }
}

/** The place that a link's address names: `src/a.py`, `src/a.py:12`, `a.py#L12-L14`. */
export function placeOf(address: string): Place | undefined {
  if (address.length > MOST_ADDRESS) {
    return undefined;
  }
  const [, file, afterColon, afterHash] = ADDRESSED.exec(decoded(address)) ?? [];
  const path = file?.replace(/^(?:\.\/)+/, "");
  const line = afterColon ?? afterHash;
  if (!path || !isInside(path)) {
    return undefined;
  }
  return line === undefined ? { path } : { path, line: Number(line) };
}

/** Whether a path can only lead to something below the folder that it is read in. */
export function isInside(path: string): boolean {
  return !path.startsWith("~") && path.split("/").every((segment) => SEGMENT.test(segment));
}

/** The text in pieces; `src/a.py:12` and `line 12` are places. */
export function placesIn(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(NAMED)) {
    const [named, path = "", afterColon, afterHash, alone] = match;
    const line = Number(afterColon ?? afterHash ?? alone);
    if (path === "" || isInside(path)) {
      pieces.push({ text: text.slice(end, match.index) }, { text: named, place: { path, line } });
      end = match.index + named.length;
    }
  }
  pieces.push({ text: text.slice(end) });
  return pieces.filter((piece) => piece.text);
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
