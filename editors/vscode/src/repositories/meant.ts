/** Which of several repositories or folders a person means. No editor is needed for that. */

/** One of them; its URI in the form that `Uri.toString` gives. */
export interface Root {
  readonly uri: string;
}

/** By whose title the command was run, else the one that the person works in, else the only one. */
export function meant<R extends Root>(
  roots: readonly R[],
  clicked: string | undefined,
  here: string | undefined,
): R | undefined {
  const named = clicked ?? here;
  const found = roots.find(({ uri }) => uri === named);
  return found ?? (clicked === undefined && roots.length === 1 ? roots[0] : undefined);
}
