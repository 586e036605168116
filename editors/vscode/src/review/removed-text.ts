/** How text that an edit has removed is shown beside what has replaced it. Refuses to know editors. */

/** Characters of removed text that one line shows. */
export const MAX_SHOWN = 80;

/** What stands at the end of a line: `isText` if it is the old text itself. */
export interface Note {
  readonly text: string;
  readonly isText: boolean;
}

/** As much of the old text as one line can show; undefined where there was none. */
export function noteOf(oldText: string): Note | undefined {
  if (oldText === "") {
    return undefined;
  }
  const lines = linesOf(oldText);
  const shown = lines.map(visible).filter((line) => line !== "");
  if (shown.length === 0) {
    return { text: `removed ${lines.length} blank ${lines.length === 1 ? "line" : "lines"}`, isText: false };
  }
  const characters = [...shown.join(" ⏎ ")];
  const isWhole = characters.length <= MAX_SHOWN;
  return {
    text: isWhole ? characters.join("") : `${characters.slice(0, MAX_SHOWN - 1).join("")}…`,
    isText: true,
  };
}

/** A block of code in Markdown that no text can end before its end. */
export function fenced(code: string, languageId: string): string {
  const runs = code.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const language = /^[\w+#.-]+$/.test(languageId) ? languageId : "";
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Its lines, without the line end before the first or after the last, which no line of its own follows. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|[\r\n]/);
  const begins = lines.length > 1 && lines[0] === "" ? 1 : 0;
  const ends = lines.length > begins + 1 && lines.at(-1) === "" ? -1 : lines.length;
  return lines.slice(begins, ends);
}

/** What can be seen of a line: nothing turns its order around or takes room without showing. */
function visible(line: string): string {
  return line.replaceAll(/\s+/g, " ").trim().replaceAll(/\p{C}/gu, "·");
}
