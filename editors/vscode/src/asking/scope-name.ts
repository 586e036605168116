/** How the code that is asked about is called: by its lines, and the definition that they are in. Knows no editor. */
import type { Stretch } from "./followed-range.ts";

/** What VS Code tells of a definition, in either of its two forms. */
export interface Outlined {
  readonly name: string;
  readonly kind: number;
  readonly range?: Stretch;
  readonly location?: { readonly range: Stretch };
  readonly children?: readonly Outlined[];
}

/** Methods, constructors and functions, by VS Code's numbers of kinds. */
const CALLABLE = new Set([5, 8, 11]);
/** Classes, enumerations, interfaces and structures. */
const OTHERS = new Set([4, 9, 10, 22]);
const LONGEST = 40;

/** The smallest definition that holds all of a stretch's lines, as in `total()`. */
export function definitionAround(stretch: Stretch, outline: readonly Outlined[]): string | undefined {
  const around = outline.filter((each) => holds(each, stretch)).sort((one, other) => size(one) - size(other));
  for (const each of around) {
    const name = definitionAround(stretch, each.children ?? []) ?? nameOf(each);
    if (name) {
      return name;
    }
  }
  return undefined;
}

function rangeOf({ range, location }: Outlined): Stretch | undefined {
  return range ?? location?.range;
}

function holds(outlined: Outlined, stretch: Stretch): boolean {
  const range = rangeOf(outlined);
  const { first, last } = lines(stretch);
  return range !== undefined && range.start.line <= first && last <= range.end.line;
}

function size(outlined: Outlined): number {
  const range = rangeOf(outlined);
  return range ? range.end.line - range.start.line : 0;
}

/** What a rewrite takes: `lines 10-24 of total()`, and without a selection what the server will look for. */
export function rewriteScope(stretch: Stretch, definition: string | undefined, file: string): string {
  const { first, last } = lines(stretch);
  if (isEmpty(stretch)) {
    return definition ?? `around line ${first + 1} of ${file}`;
  }
  const told = first === last ? `line ${first + 1}` : `lines ${first + 1}-${last + 1}`;
  return `${told} of ${definition ?? file}`;
}

/** Where new text goes. */
export function generateScope({ start }: Stretch, definition: string | undefined, file: string): string {
  return `at line ${start.line + 1} of ${definition ?? file}`;
}

export function isEmpty({ start, end }: Stretch): boolean {
  return start.line === end.line && start.character === end.character;
}

/** As the server counts them: a selection that ends at the start of a line leaves that line out. */
function lines({ start, end }: Stretch): { first: number; last: number } {
  const leavesLastOut = end.character === 0 && end.line > start.line;
  return { first: start.line, last: end.line - (leavesLastOut ? 1 : 0) };
}

function nameOf({ name, kind }: Outlined): string | undefined {
  // Some languages tell the whole signature.
  const [bare = ""] = name.split("(");
  const short = bare.length > LONGEST ? `${bare.slice(0, LONGEST - 1)}…` : bare;
  if (CALLABLE.has(kind)) {
    return `${short}()`;
  }
  return OTHERS.has(kind) ? short : undefined;
}
