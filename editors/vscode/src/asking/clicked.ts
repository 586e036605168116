/** Runs a command of the server's that a code action, a lens, a message or an accepted completion names. */
import type { RegionArguments } from "../protocol.ts";
import { type Asking, askFor, EXPLAINING } from "./asking.ts";
import type { Answers } from "./palette.ts";

export interface Parts {
  readonly asking: Asking;
  readonly pages: Answers;
  readonly server: { tell(command: string, args: unknown[]): void };
}

export async function runClicked(
  { asking, pages, server }: Parts,
  command: string,
  args: unknown[],
): Promise<unknown> {
  if (command === "ptLsp.completionAccepted") {
    return server.tell(command, args);
  }
  if (EXPLAINING.has(command)) {
    return pages.explain(args[0] as RegionArguments, command);
  }
  const argument = (args[0] ?? {}) as { instruction?: string };
  if (command === "ptLsp.retryEdit" && argument.instruction === undefined) {
    const instruction = await askFor(
      "Try again: what shall be different? May be empty.",
      "keep the old names",
    );
    return instruction === undefined ? undefined : asking.ask(command, { ...argument, instruction });
  }
  const result = await asking.ask(command, argument);
  pages.showAnswer("Answer", result);
  return result;
}
