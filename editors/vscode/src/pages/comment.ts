/**
 * An answer as a comment in a language's form, as text that ends in no place but its own end: what a model has
 * written must not become code. Pure.
 */
import { visible } from "./visible.ts";

const WIDTH = 88;
/** Deeply indented comments do not become a column of single words. */
const NARROWEST = 30;
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

const LINE_MARKS: Readonly<Record<string, string>> = {
  "//":
    "c cpp csharp cuda-cpp dart fsharp go groovy java javascript javascriptreact jsonc kotlin less objective-c " +
    "objective-cpp php proto3 rust scala scss swift typescript typescriptreact verilog systemverilog zig",
  "#":
    "coffeescript dockerfile elixir graphql ignore julia makefile nix perl powershell properties python r ruby " +
    "shellscript terraform toml yaml",
  "--": "ada elm haskell lua sql vhdl",
  ";;": "clojure lisp scheme",
  "%": "erlang latex matlab prolog tex",
  "'": "vb",
  '"': "viml",
  "!": "fortran fortran-modern",
};
const BLOCK_MARKS: Readonly<Record<string, readonly [string, string]>> = {
  css: ["/*", "*/"],
  html: ["<!--", "-->"],
  markdown: ["<!--", "-->"],
  svelte: ["<!--", "-->"],
  vue: ["<!--", "-->"],
  xml: ["<!--", "-->"],
};
/** Languages that read `\u000a` as a line end even in a comment. */
const READS_ESCAPES = new Set(["groovy", "java", "scala"]);

/** Whole lines with their ends; undefined where no form of comment is known for the language. */
export function asComment(markdown: string, languageId: string, indentation: string): string | undefined {
  const lines = wrapped(markdown, Math.max(WIDTH - indentation.length, NARROWEST));
  const mark = Object.keys(LINE_MARKS).find((each) => LINE_MARKS[each]?.split(" ").includes(languageId));
  if (mark !== undefined) {
    return lines
      .map((line) => `${indentation}${mark} ${harmless(line, languageId)}`.trimEnd())
      .map(ended)
      .join("");
  }
  const block = BLOCK_MARKS[languageId];
  if (block === undefined) {
    return undefined;
  }
  const inside = lines.map((line) => line.replaceAll("*/", "* /").replaceAll("--", "- -"));
  return [block[0], ...inside, block[1]]
    .map((line) => `${indentation}${line}`.trimEnd())
    .map(ended)
    .join("");
}

function ended(line: string): string {
  return `${line}\n`;
}

/** A line that neither ends its comment nor draws the next line into it. */
function harmless(line: string, languageId: string): string {
  let text = line.trimEnd();
  if (READS_ESCAPES.has(languageId)) {
    text = text.replace(/\\+u/g, (found) => (found.length % 2 === 0 ? `\\${found}` : found));
  }
  if (languageId === "php") {
    text = text.replaceAll("?>", "? >");
  }
  // The first lines of a file may name its encoding.
  text = text.replace(/coding(?=[:=])/g, "coding ");
  return /(?:\\|\?\?\/)$/.test(text) ? `${text}.` : text;
}

/** The lines, those of prose broken between words; code and tables stay as they are. */
function wrapped(markdown: string, width: number): string[] {
  const lines: string[] = [];
  let isCode = false;
  for (const line of markdown.trim().split(LINE_END).map(visible)) {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    isCode = isFence ? !isCode : isCode;
    lines.push(...(isCode || isFence || line.trimStart().startsWith("|") ? [line] : brokenAt(line, width)));
  }
  return lines;
}

function brokenAt(line: string, width: number): string[] {
  const [, lead = "", rest = ""] = /^(\s*(?:[-*+]\s+|\d{1,9}[.)]\s+|>\s*)?)(.*)$/s.exec(line) ?? [];
  const rows = [""];
  for (const word of rest.split(/\s+/)) {
    const row = rows.at(-1);
    const longer = row ? `${row} ${word}` : word;
    if (row && lead.length + longer.length > width) {
      rows.push(word);
    } else {
      rows[rows.length - 1] = longer;
    }
  }
  return rows.map((row, index) => (index ? " ".repeat(lead.length) : lead) + row);
}
