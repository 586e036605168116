/** What one can ask of code. Written by `python -m tests.editors.recipes` from the server's table: change that. */
export type RecipeId =
  | "edit"
  | "generate"
  | "doComment"
  | "fix"
  | "fixAll"
  | "document"
  | "implement"
  | "simplify"
  | "addTypes"
  | "writeTests"
  | "explain"
  | "explainDiagnostic";

export interface Recipe {
  readonly id: RecipeId;
  readonly title: string;
  readonly does: string;
  readonly doing: string;
  readonly menu: "instruct" | "change" | "add" | "explain";
  readonly offer:
    | "in menus"
    | "problem"
    | "problem kind"
    | "code"
    | "definition"
    | "left open"
    | "types missing"
    | "instruction comment"
    | "code to test";
  readonly takes: "range" | "words" | "problems" | "problem";
  readonly output: "edit" | "explain";
}

export const RECIPES: readonly Recipe[] = [
  {
    id: "edit",
    title: "Rewrite...",
    does: "Rewrites the selection, or the definition around the cursor, as instructed.",
    doing: "Rewriting",
    menu: "instruct",
    offer: "in menus",
    takes: "words",
    output: "edit",
  },
  {
    id: "generate",
    title: "Generate Here...",
    does: "Puts new text at the cursor, as instructed.",
    doing: "Generating",
    menu: "instruct",
    offer: "in menus",
    takes: "words",
    output: "edit",
  },
  {
    id: "doComment",
    title: "Do What This Comment Says",
    does: "Does what a comment that begins with `pt:` asks for, and takes the comment out.",
    doing: "Doing what the comment says",
    menu: "instruct",
    offer: "instruction comment",
    takes: "range",
    output: "edit",
  },
  {
    id: "fix",
    title: "Fix",
    does: "Fixes the problems that the editor shows there, or what else is wrong.",
    doing: "Fixing",
    menu: "change",
    offer: "problem",
    takes: "problems",
    output: "edit",
  },
  {
    id: "fixAll",
    title: "Fix All",
    does: "Fixes all problems of one kind in the file.",
    doing: "Fixing all",
    menu: "change",
    offer: "problem kind",
    takes: "problem",
    output: "edit",
  },
  {
    id: "document",
    title: "Document",
    does: "Writes documentation in the convention of the language and the file.",
    doing: "Documenting",
    menu: "change",
    offer: "definition",
    takes: "range",
    output: "edit",
  },
  {
    id: "implement",
    title: "Implement",
    does: "Writes what a stub, a signature or a TODO leaves open.",
    doing: "Implementing",
    menu: "change",
    offer: "left open",
    takes: "range",
    output: "edit",
  },
  {
    id: "simplify",
    title: "Simplify",
    does: "Says the same in less and clearer code.",
    doing: "Simplifying",
    menu: "change",
    offer: "definition",
    takes: "range",
    output: "edit",
  },
  {
    id: "addTypes",
    title: "Add Types",
    does: "Adds type annotations where there are none.",
    doing: "Adding types",
    menu: "change",
    offer: "types missing",
    takes: "range",
    output: "edit",
  },
  {
    id: "writeTests",
    title: "Write Tests",
    does: "Writes tests in the file where the project has them, which is created if need be.",
    doing: "Writing tests",
    menu: "add",
    offer: "code to test",
    takes: "range",
    output: "edit",
  },
  {
    id: "explain",
    title: "Explain",
    does: "Explains the selection, or the definition around the cursor, beside the code.",
    doing: "Explaining",
    menu: "explain",
    offer: "code",
    takes: "range",
    output: "explain",
  },
  {
    id: "explainDiagnostic",
    title: "Explain This Problem",
    does: "Explains a problem that the editor shows: what it means here, why, and how to mend it.",
    doing: "Explaining",
    menu: "explain",
    offer: "problem",
    takes: "problem",
    output: "explain",
  },
];
