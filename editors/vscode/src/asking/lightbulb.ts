/** Entries of the lightbulb that ask for an instruction: the server's own need none. */
import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type Disposable,
  type DocumentSelector,
  languages,
  type Range,
  type TextDocument,
} from "vscode";
import { COMMANDS, type CommandId } from "../commands.ts";

const KIND = CodeActionKind.RefactorRewrite;

export function offerInLightbulb(selector: DocumentSelector): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions: (_document: TextDocument, range: Range) =>
      range.isEmpty ? [action("edit"), action("generate")] : [action("edit")],
  };
  return languages.registerCodeActionsProvider(selector, provider, { providedCodeActionKinds: [KIND] });
}

function action(id: CommandId): CodeAction {
  const title = `PowerTokens: ${COMMANDS.find((each) => each.id === id)?.title}`;
  const offered = new CodeAction(title, KIND);
  offered.command = { command: `powertokens.${id}`, title };
  return offered;
}
