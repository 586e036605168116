/**
 * What was asked before, newest first: bounded, each once, and nothing for ever, because an instruction may hold
 * what is nobody's business. No editor is needed for that.
 */

export interface Asked {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const MOST = 50;
const LONGEST = 2000;
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What is still remembered of what was stored. */
export function remembered(stored: unknown, now: number): readonly Asked[] {
  return Array.isArray(stored) ? stored.filter((each) => isAsked(each) && now - each.at < KEPT_MS) : [];
}

/** The history with one more instruction; a very long one is text that was pasted, and not kept. */
export function remember(history: readonly Asked[], text: string, now: number): readonly Asked[] {
  const others = history.filter((each) => each.text !== text);
  return text.length > LONGEST ? history : [{ text, at: now }, ...others].slice(0, MOST);
}

function isAsked(value: unknown): value is Asked {
  const { text, at } = (value ?? {}) as Partial<Asked>;
  return typeof text === "string" && typeof at === "number";
}
