/** The code that an explanation is about: where it stands now, whatever is typed meanwhile. */
import { type TextDocument, type TextDocumentChangeEvent, Uri, workspace } from "vscode";
import type { Range } from "vscode-languageclient/node";
import type { Change } from "../asking/followed-range.ts";
import { openDocument } from "../documents.ts";
import type { RegionArguments } from "../protocol.ts";
import { followed, type Lines } from "./region.ts";

export class Explained {
  readonly uri: Uri;
  #argument: RegionArguments;
  #lines: Lines | undefined;
  /** What was changed since it was asked for, until the server answers: it tells its lines as they were then. */
  #changes: Change[] | undefined = [];
  /** Whether its lines are those that are explained, not only where somebody has asked. */
  #isTold = false;
  /** How its first line read when its document was closed. */
  #closedWith: string | undefined;

  constructor(argument: RegionArguments) {
    this.uri = Uri.parse(argument.textDocument.uri);
    this.#argument = argument;
    this.#lines = linesOf(argument.range);
  }

  /** The server has told which lines it explains; undefined where it has not answered. */
  settle(range: Range | undefined): void {
    if (range) {
      this.#argument = { ...this.#argument, range };
      this.#lines = followed(linesOf(range), this.#changes ?? []);
    }
    this.#changes = undefined;
    this.#isTold = range !== undefined;
  }

  changed({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (document.uri.toString() === this.uri.toString()) {
      this.#changes?.push(...contentChanges);
      this.#lines = this.#lines && followed(this.#lines, contentChanges);
    }
  }

  closed(document: TextDocument): void {
    if (document.uri.toString() === this.uri.toString() && this.#lines) {
      this.#closedWith = lineAt(document, this.#lines.first);
    }
  }

  /** The document and the lines in it; undefined where they are not there any more. */
  async now(): Promise<{ document: TextDocument; lines: Lines } | undefined> {
    const isOpen = openDocument(this.uri.toString()) !== undefined;
    if (!this.#lines || (!isOpen && this.uri.scheme === "untitled")) {
      return undefined;
    }
    const document = await workspace.openTextDocument(this.uri).then(
      (opened) => opened,
      () => undefined,
    );
    const isOther =
      this.#closedWith !== undefined &&
      document !== undefined &&
      lineAt(document, this.#lines.first) !== this.#closedWith;
    this.#closedWith = undefined;
    this.#lines = isOther ? undefined : this.#lines;
    return document && this.#lines && { document, lines: this.#lines };
  }

  /** What to ask the server for once more; undefined where the code is not there any more. */
  async argument(): Promise<RegionArguments | undefined> {
    const now = await this.now();
    if (!now) {
      return undefined;
    }
    const { document, lines } = now;
    const { start, end } = this.#argument.range;
    const last = Math.min(lines.last, document.lineCount - 1);
    const [from, to] = this.#isTold
      ? [0, document.lineAt(last).text.length]
      : [start.character, end.character];
    const range = { start: { line: lines.first, character: from }, end: { line: last, character: to } };
    return { ...this.#argument, range };
  }
}

function linesOf({ start, end }: Range): Lines {
  return { first: start.line, last: end.line };
}

function lineAt(document: TextDocument, line: number): string | undefined {
  return line < document.lineCount ? document.lineAt(line).text : undefined;
}
