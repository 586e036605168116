/** Rewrite and Generate: asks for an instruction once it is known that it can be carried out, and begins at once. */
import { commands, type Memento, type TextEditor, window } from "vscode";
import { nameOf } from "../documents.ts";
import { RECIPES, type Recipe } from "../recipes.ts";
import { AskedCode } from "./asked-code.ts";
import type { Asking } from "./asking.ts";
import type { Stretch } from "./followed-range.ts";
import { InstructionInput, type OpenInput } from "./instruction-input.ts";
import { plain, plainRange } from "./plain.ts";
import { generateScope, isEmpty, rewriteScope } from "./scope-name.ts";

/** What the input offers beside the words. */
const OFFERED = RECIPES.filter(({ takes }) => takes !== "words");

/** One of the two: what it asks the server for, and how it speaks to the person. */
interface Kind {
  readonly command: "ptLsp.edit" | "ptLsp.generate";
  readonly verb: "rewrite" | "generate";
  readonly offered: readonly Recipe[];
  readonly scope: (range: Stretch, definition: string | undefined, file: string) => string;
  readonly prompt: (range: Stretch) => string;
  readonly target: (range: Stretch) => object;
}

const REWRITE: Kind = {
  command: "ptLsp.edit",
  verb: "rewrite",
  offered: OFFERED,
  scope: rewriteScope,
  prompt: (range) =>
    isEmpty(range)
      ? "What shall change in the smallest definition around the cursor, else its line?"
      : "What shall change? For example: make it iterative; handle empty input",
  target: (range) => ({ range: plainRange(range) }),
};

const GENERATE: Kind = {
  command: "ptLsp.generate",
  verb: "generate",
  offered: [],
  scope: generateScope,
  prompt: () => "What shall be written here? For example: a function that parses ISO dates",
  target: ({ start }) => ({ position: plain(start) }),
};

export class Instructing {
  readonly #asking: Asking;
  readonly #hidden: () => readonly string[];
  readonly #input: InstructionInput;

  /** `hidden` gives the ids of actions that are not wanted in menus. */
  constructor(asking: Asking, store: Memento, hidden: () => readonly string[]) {
    this.#asking = asking;
    this.#hidden = hidden;
    this.#input = new InstructionInput(store);
  }

  readonly rewrite = (editor: TextEditor): Promise<void> => this.#instruct(editor, REWRITE);

  readonly generate = (editor: TextEditor): Promise<void> => this.#instruct(editor, GENERATE);

  readonly recall = (step: 1 | -1): void => this.#input.recall(step);

  async #instruct(editor: TextEditor, kind: Kind): Promise<void> {
    const { document } = editor;
    if (!(await this.#asking.mayChange(document))) {
      return;
    }
    let input: OpenInput | undefined;
    const code = new AskedCode(editor, () => input?.retitle(titleOf(kind, code)));
    const { verb } = kind;
    const hidden = this.#hidden();
    const offered = kind.offered.filter(({ id }) => !hidden.includes(id));
    const placeholder = kind.prompt(editor.selection);
    input = this.#input.ask({ kind: verb, title: titleOf(kind, code), placeholder, verb, offered });
    const answer = await input.answer;
    code.dispose();
    if (!answer) {
      return;
    }
    // It goes back to where it was before a click elsewhere, which may be no editor.
    void commands.executeCommand("workbench.action.focusActiveEditorGroup");
    if (!code.range || document.isClosed) {
      void window.showInformationMessage(
        "PowerTokens: the code is gone that this was about. Ask again there.",
      );
      return;
    }
    const textDocument = { uri: document.uri.toString() };
    await ("words" in answer
      ? this.#asking.ask(kind.command, {
          textDocument,
          ...kind.target(code.range),
          instruction: answer.words,
        })
      : this.#asking.ask(`ptLsp.${answer.command}`, { textDocument, range: plainRange(code.range) }));
  }
}

function titleOf({ verb, scope }: Kind, { document, range, definition }: AskedCode): string {
  const what = range ? scope(range, definition, nameOf(document.uri)) : "code that is not there any more";
  return `PowerTokens: ${verb} ${what}`;
}
