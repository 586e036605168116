/**
 * Text that others wrote, as a person may see it: what hides, or turns the order of what stands around it, is an
 * escape. The same characters as in `pt_lsp/documents/visibility.py`.
 */

const UNSEEN =
  "\\x7f-\\x9f\\xad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164" +
  "\\ufeff\\uffa0\\ufff0-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e007f}";
const IN_TEXT = new RegExp(`[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f${UNSEEN}]|\\r(?!\\n)`, "gu");
const IN_LINE = new RegExp(`[\\0-\\x08\\x0a-\\x1f${UNSEEN}]`, "gu");

/** With its lines and tabs as they are, and an escape such as `\x1b` for each other control. */
export function visible(text: string): string {
  return text.replace(IN_TEXT, escaped);
}

/** The same as one line: its line breaks are escapes too. */
export function visibleLine(text: string): string {
  return text.replace(IN_LINE, escaped);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) {
    return `\\x${digits.padStart(2, "0")}`;
  }
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
