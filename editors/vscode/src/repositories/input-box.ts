/**
 * What a repository's input box holds once a message was written: the message first, as git takes the first line for
 * the subject, and below it what the person had typed. No editor is needed for that.
 */

export interface Filling {
  readonly text: string;
  /** What of it is the person's own. */
  readonly typed: string;
}

/** `last` is what was put there before: its message, untouched, makes room for another one. */
export function filling(box: string, message: string, last: Filling | undefined): Filling {
  const typed = box === last?.text ? last.typed : box.trim();
  const isMore = typed !== "" && typed !== message;
  return { text: isMore ? `${message}\n\n${typed}` : message, typed };
}
