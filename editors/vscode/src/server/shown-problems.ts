/** What VS Code shows of a document, whoever reports it: the server sees none of that, and asks. */
import { Disposable, languages, workspace } from "vscode";
import { type BaseLanguageClient, LSPErrorCodes, ResponseError } from "vscode-languageclient/node";
import { gravestFirst } from "../asking/here.ts";
import type { DiagnosticsParams, DiagnosticsResult, EditProgress } from "../protocol.ts";
import { Reports } from "./reports.ts";

const MOST = 100;

export class ShownProblems implements Disposable {
  readonly #reports = new Reports();
  readonly #listening = Disposable.from(
    workspace.onDidChangeTextDocument(({ document }) => this.#reports.changed(document.uri.toString())),
    workspace.onDidCloseTextDocument(({ uri }) => this.#reports.reported(uri.toString())),
    languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) {
        this.#reports.reported(uri.toString());
      }
    }),
  );

  /** Takes how an edit stands; its URI as `Uri.toString` gives it. */
  onEdit({ editId, uri, state }: EditProgress): void {
    this.#reports.edit(editId, uri, state);
  }

  /** Another server runs. */
  onStart(): void {
    this.#reports.restarted();
  }

  /** Answers `ptLsp/diagnostics`. Fails where what is shown was reported of an older text. */
  async answer(
    { textDocument, range }: DiagnosticsParams,
    client: BaseLanguageClient,
  ): Promise<DiagnosticsResult> {
    const uri = client.protocol2CodeConverter.asUri(textDocument.uri);
    if (this.#reports.isStale(uri.toString())) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, "Nothing was reported of the new text yet.");
    }
    const place = await client.protocol2CodeConverter.asRange(range);
    const found = languages
      .getDiagnostics(uri)
      .filter((each) => each.range.intersection(place))
      .sort(gravestFirst)
      .slice(0, MOST);
    return { diagnostics: await client.code2ProtocolConverter.asDiagnostics(found) };
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
