/** Where code is after its document was changed. No editor is needed for that. */

export interface Place {
  readonly line: number;
  readonly character: number;
}

export interface Stretch {
  readonly start: Place;
  readonly end: Place;
}

export interface Change {
  readonly range: Stretch;
  readonly text: string;
}

/**
 * The stretch after changes of which each counts in the text that the one before has left; undefined where text
 * around all of it was replaced. Text at its very start comes to lie before it, at its end after it; what is
 * replaced together with one of its ends is no part of it any more.
 */
export function followed(stretch: Stretch, changes: readonly Change[]): Stretch | undefined {
  return changes.reduce<Stretch | undefined>((at, change) => at && after(at, change), stretch);
}

function after({ start, end }: Stretch, change: Change): Stretch | undefined {
  const gone = change.range;
  if (isBefore(gone.start, start) && isBefore(end, gone.end)) {
    return undefined;
  }
  const first = startAfter(start, change);
  if (!isBefore(start, end)) {
    return { start: first, end: first };
  }
  if (!isBefore(gone.start, end)) {
    return { start: first, end };
  }
  return { start: first, end: isBefore(end, gone.end) ? gone.start : shifted(end, change) };
}

function startAfter(start: Place, change: Change): Place {
  if (!isBefore(start, change.range.end)) {
    return shifted(start, change);
  }
  return isBefore(change.range.start, start) ? writtenUpTo(change) : start;
}

/** A place at or after the end of what a change has replaced. */
function shifted({ line, character }: Place, change: Change): Place {
  const written = writtenUpTo(change);
  const before = change.range.end;
  const isSameLine = line === before.line;
  return {
    line: line + written.line - before.line,
    character: isSameLine ? character + written.character - before.character : character,
  };
}

function writtenUpTo({ range, text }: Change): Place {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines[lines.length - 1]?.length ?? 0;
  return {
    line: range.start.line + lines.length - 1,
    character: lines.length === 1 ? range.start.character + last : last,
  };
}

function isBefore(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
