/** The text of a document as it was before its undecided edits. Refuses to know editors. */
import type { Position } from "vscode-languageclient/node";
import type { EditHunk } from "../protocol.ts";

/**
 * `text` with the old text of all hunks put back. Undefined if it is not the text that the hunks were told of: then
 * they are told anew.
 */
export function originalText(text: string, hunks: readonly EditHunk[]): string | undefined {
  const starts = lineStarts(text);
  const offset = ({ line, character }: Position) =>
    Math.min((starts[line] ?? text.length) + character, text.length);
  const parts: string[] = [];
  let at = 0;
  for (const { range, oldText, newText } of hunks.toSorted(
    (one, other) => offset(one.range.start) - offset(other.range.start),
  )) {
    const start = offset(range.start);
    const end = offset(range.end);
    if (start < at || text.slice(start, end) !== newText) {
      return undefined;
    }
    parts.push(text.slice(at, start), oldText);
    at = end;
  }
  return [...parts, text.slice(at)].join("");
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|[\r\n]/g), (end) => end.index + end[0].length)];
}
