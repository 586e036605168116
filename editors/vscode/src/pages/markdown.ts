/**
 * Markdown of a model as HTML that loads nothing and runs nothing: images are text, HTML is shown as it is written,
 * links lead where `links` allows. Pure.
 */
import {
  Lexer,
  Marked,
  type RendererObject,
  type Token,
  type TokenizerObject,
  type Tokens,
  type TokensList,
} from "marked";
import { type Place, placeOf, placesIn, webAddress } from "./links.ts";
import { visible, visibleLine } from "./visible.ts";

/** What is shown of a page at most, in characters: the rest would only make the editor slow. */
const MOST_SHOWN = 400_000;
/** Longer paragraphs are shown as they are written: those of nothing but asterisks take time in their square. */
const MOST_PARAGRAPH = 3_000;
/** The same for all paragraphs of a page together. */
const MOST_PROSE = 60_000;
/** Lists and quotations deeper than this are shown as they are written. */
const DEEPEST = 20;

/** Names of characters that models write; any other stays as it is written. */
const ENTITIES = new Map(
  Object.entries({
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    nbsp: "\u00a0",
    hellip: "…",
    mdash: "—",
    ndash: "–",
    bull: "•",
    middot: "·",
    times: "×",
    rarr: "→",
    larr: "←",
    le: "≤",
    ge: "≥",
    ne: "≠",
  }),
);
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{1,6}));/g;

export interface Rendered {
  /** HTML of each block, in order: a stream changes the last ones only. */
  readonly blocks: readonly string[];
  /** How many characters are not shown. */
  readonly left: number;
}

/** `isKnown` tells whether a place can be opened: other names of places are text. */
export function render(markdown: string, isKnown: (place: Place) => boolean): Rendered {
  const shown = cut(markdown);
  const left = markdown.length - shown.length;
  const marked = new Marked({ tokenizer: TOKENIZER, renderer: rendererFor(isKnown), async: false });
  const blocks = new BoundedLexer(marked.defaults)
    .lex(shown)
    .map((token) => marked.parser([token]))
    .filter((block) => block);
  return { blocks, left };
}

/** Reads within bounds, whatever comes. */
class BoundedLexer extends Lexer {
  #depth = 0;
  #nProse = 0;

  override blockTokens(source: string, tokens?: Token[], isClipped?: boolean): TokensList;
  override blockTokens(source: string, tokens?: Token[], isClipped?: boolean): Token[];
  override blockTokens(source: string, tokens: Token[] = [], isClipped = false): Token[] {
    if (this.#depth > DEEPEST) {
      tokens.push(asWritten(source));
      return tokens;
    }
    this.#depth += 1;
    const read = super.blockTokens(source, tokens, isClipped);
    this.#depth -= 1;
    return read;
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    this.#nProse += source.length;
    if (source.length > MOST_PARAGRAPH || this.#nProse > MOST_PROSE) {
      tokens.push(asWritten(source));
      return tokens;
    }
    return super.inlineTokens(source, tokens);
  }
}

function asWritten(source: string): Tokens.Text {
  return { type: "text", raw: source, text: source, escaped: false };
}

/** Whole lines that are shown; of one line without end, its beginning. */
function cut(markdown: string): string {
  if (markdown.length <= MOST_SHOWN) {
    return markdown;
  }
  const end = markdown.lastIndexOf("\n", MOST_SHOWN);
  return markdown.slice(0, end > 0 ? end : MOST_SHOWN);
}

/** HTML is no HTML here but text. `undefined` is no token, `false` would be the library's own. */
const TOKENIZER: TokenizerObject = {
  html: () => undefined,
  tag: () => undefined,
};

function rendererFor(isKnown: (place: Place) => boolean): RendererObject {
  let isInLink = false;
  const linked = (place: Place | undefined, html: string) => {
    if (place === undefined || isInLink || !isKnown(place)) {
      return html;
    }
    const line = place.line === undefined ? "" : ` data-line="${place.line}"`;
    return `<a href="#" data-path="${attribute(place.path)}"${line}>${html}</a>`;
  };
  return {
    heading({ tokens, depth, text }) {
      const level = Math.min(depth + 1, 6); // the page's own title is the first
      return `<h${level} id="${anchor(text)}">${this.parser.parseInline(tokens)}</h${level}>`;
    },
    code: ({ text: code }) => `<pre tabindex="0"><code>${html(code)}\n</code></pre>`,
    codespan: ({ text: code }) => {
      const [piece, another] = placesIn(code);
      return linked(another ? undefined : piece?.place, `<code>${html(code)}</code>`);
    },
    table(token) {
      const row = (cells: Tokens.TableCell[], tag: string) =>
        `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join("")}</tr>`;
      const body = token.rows.map((cells) => row(cells, "td")).join("");
      return `<div class="table" tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>`;
    },
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
    image: ({ href, text: alt }) => prose(`${alt} (an image${hostOf(href)})`.trim()),
    link({ href, tokens }) {
      const address = entitiesRead(href);
      const wasInLink = isInLink;
      isInLink = true;
      const content = this.parser.parseInline(tokens);
      isInLink = wasInLink;
      if (address.startsWith("#")) {
        return `<a href="#${anchor(address.slice(1))}">${content}</a>`;
      }
      const web = webAddress(address);
      return web
        ? `<a href="${attribute(web)}" title="${attribute(web)}">${content}</a>`
        : linked(placeOf(address), content);
    },
    text(token) {
      if ("tokens" in token && token.tokens) {
        return this.parser.parseInline(token.tokens);
      }
      const pieces = placesIn(token.type === "escape" ? token.text : entitiesRead(token.text));
      return pieces.map(({ text, place }) => linked(place, html(text))).join("");
    },
    html: ({ text }) => html(text),
  };
}

function prose(text: string): string {
  return html(entitiesRead(text));
}

function html(text: string): string {
  return visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return html(visibleLine(text)).replaceAll('"', "&quot;");
}

/** A heading's name for links within the page; nothing else on the page has one that begins so. */
function anchor(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return `at-${words.join("-").slice(0, 80)}`;
}

function hostOf(address: string): string {
  const web = webAddress(entitiesRead(address));
  return web ? ` at ${new URL(web).host}` : "";
}

/** What is written as `&lt;` or `&#60;` read, so that nothing can hide in it. */
function entitiesRead(text: string): string {
  return text.replace(ENTITY, (written: string, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) {
      return ENTITIES.get(name) ?? written;
    }
    const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? "", 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
}
