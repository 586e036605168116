/**
 * What VS Code shows of a document, whoever reports it, for the server, which sees none of that. What was reported
 * before our own edit says nothing about the text that stands there now.
 */
import { type Diagnostic, DiagnosticSeverity, Disposable, languages, Uri, workspace } from "vscode";
import { type BaseLanguageClient, LSPErrorCodes, ResponseError } from "vscode-languageclient/node";
import type { DiagnosticsParams, DiagnosticsResult, EditProgress } from "../protocol.ts";

const OWN_SOURCE = "PowerTokens";
const MOST = 100;

export class ShownProblems implements Disposable {
  /** Documents by the ids of our edits that run in them. */
  readonly #running = new Map<string, string>();
  /** Documents that our edits have changed since something was reported of them. */
  readonly #stale = new Set<string>();
  readonly #listening = Disposable.from(
    workspace.onDidChangeTextDocument(({ document }) => {
      const uri = document.uri.toString();
      if ([...this.#running.values()].includes(uri)) {
        this.#stale.add(uri);
      }
    }),
    workspace.onDidCloseTextDocument(({ uri }) => this.#stale.delete(uri.toString())),
    languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) {
        this.#stale.delete(uri.toString());
      }
    }),
  );

  onEdit({ editId, uri, state }: EditProgress): void {
    if (state === "running") {
      this.#running.set(editId, Uri.parse(uri).toString());
    } else {
      this.#running.delete(editId);
    }
  }

  /** Answers `ptLsp/diagnostics`. Fails where what is shown was reported of an older text. */
  async answer(
    { textDocument, range }: DiagnosticsParams,
    client: BaseLanguageClient,
  ): Promise<DiagnosticsResult> {
    const uri = client.protocol2CodeConverter.asUri(textDocument.uri);
    if (this.#stale.has(uri.toString())) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, "Nothing was reported of the new text yet.");
    }
    const place = await client.protocol2CodeConverter.asRange(range);
    const found = languages
      .getDiagnostics(uri)
      .filter((each) => each.source !== OWN_SOURCE && each.range.intersection(place))
      .sort(gravestFirst)
      .slice(0, MOST);
    return { diagnostics: await client.code2ProtocolConverter.asDiagnostics(found) };
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

function gravestFirst(one: Diagnostic, other: Diagnostic): number {
  return (one.severity ?? DiagnosticSeverity.Error) - (other.severity ?? DiagnosticSeverity.Error);
}
