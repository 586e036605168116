/** What a review has found, in words. No editor is needed for that. */
import type { ReviewResult } from "../protocol.ts";

export type Findings = ReviewResult["findings"];

/** How many there are, and in how many files. */
export function countOf(findings: Findings): string {
  const nFiles = new Set(findings.map(({ uri }) => uri)).size;
  const found = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
  return nFiles > 1 ? `${found} in ${nFiles} files` : found;
}
