/** What several parts ask VS Code about documents, and how they name places in them. */
import { Range, type TextDocument, type Uri, workspace } from "vscode";
import type { Stretch } from "./asking/followed-range.ts";

/** The document of that URI, in the form that `Uri.toString` gives, if one is open. */
export function openDocument(uri: string): TextDocument | undefined {
  return workspace.textDocuments.find((each) => each.uri.toString() === uri);
}

/** The last part of its path. */
export function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A range as JSON has it, for VS Code. */
export function toRange({ start, end }: Stretch): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
