/** Positions and ranges of VS Code's as JSON has them. No editor is needed for that. */
import type { Place, Stretch } from "./followed-range.ts";

export function plain({ line, character }: Place): Place {
  return { line, character };
}

export function plainRange({ start, end }: Stretch): Stretch {
  return { start: plain(start), end: plain(end) };
}
