/** Where lines of a document are while it is changed; pure. */
import type { Change } from "../asking/followed-range.ts";

/** First and last line, counted from 0. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** The lines after the changes, each in what the one before has left; undefined once their beginning is replaced. */
export function followed(lines: Lines, changes: readonly Change[]): Lines | undefined {
  let now: Lines | undefined = lines;
  for (const change of changes) {
    now = now && after(now, change);
  }
  return now;
}

function after({ first, last }: Lines, { range: { start, end }, text }: Change): Lines | undefined {
  const nLines = text.split(/\r\n|\r|\n/).length - 1;
  const moved = nLines - (end.line - start.line);
  if (end.line < first || (end.line === first && end.character === 0)) {
    return { first: first + moved, last: last + moved };
  }
  if (start.line > last) {
    return { first, last };
  }
  const isAtStart = start.line === first && start.character === 0;
  if (start.line < first || (isAtStart && end.line > last)) {
    return undefined;
  }
  return { first, last: Math.max(first, end.line > last ? start.line + nLines : last + moved) };
}
