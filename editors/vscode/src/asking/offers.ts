/** The rows under the input: first the words as they are typed, then commands that do the like. Knows no editor. */
import type { Recipe } from "../recipes.ts";

export interface Row {
  /** The command that it stands for; none for the words themselves. */
  readonly command?: string;
  readonly label: string;
  readonly description?: string;
}

/**
 * What can be chosen when that is typed. The words come first, so that Enter takes them unless somebody has gone
 * to another row. Commands have no text in their labels: VS Code would put what matches the words above them.
 */
export function rowsFor(
  value: string,
  verb: string,
  offered: readonly Pick<Recipe, "id" | "title">[],
): readonly Row[] {
  const words = wordsOf(value);
  const typed = words.toLowerCase();
  const fitting = offered.filter(({ title }) => title.toLowerCase().includes(typed));
  return [
    { label: "", description: words ? `Enter: ${verb}, as it is typed` : "say it in words, or:" },
    ...fitting.map(({ id, title }) => ({ command: id, label: "$(symbol-event)", description: title })),
  ];
}

/** What was typed or pasted, as one line. */
export function wordsOf(value: string): string {
  return value.replace(/\s+/g, " ").trim();
}
