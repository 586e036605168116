/** What a review has found, in words. No editor is needed for that. */
import type { ReviewResult } from "../protocol.ts";

/** How many there are, in how many files, and what is to be known of it. */
export function sentenceOf({ findings, message = "" }: Pick<ReviewResult, "findings" | "message">): string {
  if (findings.length === 0) {
    return message ? `nothing to show. ${message}` : "nothing found.";
  }
  const nFiles = new Set(findings.map(({ uri }) => uri)).size;
  const found = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  const where = nFiles > 1 ? ` in ${nFiles} files` : "";
  return `${found}${where}; the Problems view lists them. ${message}`.trimEnd();
}
