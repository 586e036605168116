/** Has the person say which repository or folder is meant, where that is not clear. */
import { Uri, window, workspace } from "vscode";
import { nameOf } from "../documents.ts";
import { findGit, type Git, type Repository } from "./git.ts";
import { meant, type Root } from "./meant.ts";

interface Row<Value> extends Root {
  readonly value: Value;
}

const NO_GIT =
  "PowerTokens: VS Code's git is off, and with it the box for the message. The setting git.enabled turns it on.";
const NO_REPOSITORY = "PowerTokens: no git repository is open here.";
const NO_FOLDER = "PowerTokens: open a folder first.";

/** `source` is what VS Code hands to a command in the title of a repository. What is missing is told. */
export async function chooseRepository(source: unknown): Promise<Repository | undefined> {
  const git = await findGit();
  if (!git) {
    void window.showInformationMessage(NO_GIT);
    return undefined;
  }
  return choose(repositoriesOf(git), source, repositoryHere(git), NO_REPOSITORY);
}

/** The URI of a repository, else of a workspace folder: the server finds its repository. What is missing is told. */
export async function chooseFolder(source: unknown): Promise<string | undefined> {
  const git = await findGit();
  if (git && git.repositories.length > 0) {
    const repository = await choose(repositoriesOf(git), source, repositoryHere(git), NO_REPOSITORY);
    return repository?.rootUri.toString();
  }
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => row(uri, uri.toString()));
  const uri = window.activeTextEditor?.document.uri;
  return choose(folders, source, uri && workspace.getWorkspaceFolder(uri)?.uri.toString(), NO_FOLDER);
}

function repositoriesOf(git: Git): Row<Repository>[] {
  return git.repositories.map((repository) => row(repository.rootUri, repository));
}

/** That of the active editor's document. */
function repositoryHere(git: Git): string | undefined {
  const uri = window.activeTextEditor?.document.uri;
  return uri && git.getRepository(uri)?.rootUri.toString();
}

function row<Value>(uri: Uri, value: Value): Row<Value> {
  return { uri: uri.toString(), value };
}

async function choose<Value>(
  rows: readonly Row<Value>[],
  source: unknown,
  here: string | undefined,
  none: string,
): Promise<Value | undefined> {
  const found = meant(rows, rootOf(source), here);
  if (found) {
    return found.value;
  }
  if (rows.length === 0) {
    void window.showInformationMessage(none);
    return undefined;
  }
  const items = rows.map(({ uri, value }) => {
    const parsed = Uri.parse(uri);
    return { label: nameOf(parsed), description: parsed.fsPath, value };
  });
  return (await window.showQuickPick(items, { title: "PowerTokens: which repository?" }))?.value;
}

/** Anybody can run a command with anything. */
function rootOf(source: unknown): string | undefined {
  const root = (source as { rootUri?: unknown } | null | undefined)?.rootUri;
  return root instanceof Uri ? root.toString() : undefined;
}
