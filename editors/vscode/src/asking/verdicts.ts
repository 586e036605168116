/** What is to be told where a verdict on an edit comes to nothing. No editor is needed for that. */
import type { VerdictResult } from "../protocol.ts";

const GONE = "this edit is not known any more, so there is nothing to accept or reject.";
const ACCEPTED = "this edit was accepted before; undo may take it back.";
const STAYS = "this could not be taken back; see whether the file is open and can be changed.";

/** One sentence; undefined where the verdict was carried out, or nothing was decided. */
export function unheeded(command: string, argument: unknown, result: unknown): string | undefined {
  const told = (result ?? {}) as Partial<VerdictResult>;
  if (command === "ptLsp.acceptEdit") {
    return told.state === "gone" ? GONE : undefined;
  }
  return command === "ptLsp.rejectEdit" ? unrejected(told, argument as { hunk?: string }) : undefined;
}

function unrejected(
  { state, hunks }: Partial<VerdictResult>,
  { hunk }: { hunk?: string },
): string | undefined {
  if (state === "gone") {
    return GONE;
  }
  if (state === "accepted") {
    return ACCEPTED;
  }
  const isWhole = hunk === undefined;
  const stays = isWhole ? state === "pending" || state === "stopped" : hunks?.some(({ id }) => id === hunk);
  return stays ? STAYS : undefined;
}
