/** What a page and the extension say to each other. */

export type Button = "again" | "stop" | "copy" | "comment";

/** To the page: how it reads from block `from` on. */
export interface Update {
  /** Whether this is another answer than before: it is read from its beginning. */
  readonly isNew: boolean;
  readonly title: string;
  /** One sentence on how the answer stands; may be empty. */
  readonly note: string;
  readonly isGrowing: boolean;
  readonly buttons: readonly Button[];
  readonly from: number;
  /** HTML. */
  readonly blocks: readonly string[];
}

/** From the page. It shows what a model wrote: whatever comes is checked. */
export type Told =
  | { readonly kind: "ready" }
  | { readonly kind: "press"; readonly button: Button }
  | { readonly kind: "open"; readonly path: string; readonly line?: number };
