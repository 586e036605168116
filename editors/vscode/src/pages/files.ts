/** The files that places on a page name: of workspace folders, or the document that is explained; nothing else. */
import { FileType, Uri, workspace } from "vscode";

const MOST_PATHS = 200;

export class Files {
  readonly #origin: Uri;
  readonly #onFound: () => void;
  readonly #found = new Map<string, Uri | undefined>();

  /** `onFound` is told when a file that was asked for is known to be there. */
  constructor(origin: Uri, onFound: () => void) {
    this.#origin = origin;
    this.#onFound = onFound;
  }

  /** The file at a path, if it is known by now to be there; an empty path is the document that is explained. */
  at(path: string): Uri | undefined {
    if (path === "" || `/${this.#origin.path}`.endsWith(`/${path}`)) {
      return this.#origin;
    }
    if (!this.#found.has(path) && this.#found.size < MOST_PATHS) {
      this.#found.set(path, undefined);
      void this.#find(path);
    }
    return this.#found.get(path);
  }

  async #find(path: string): Promise<void> {
    const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    const beside = Uri.joinPath(this.#origin, "..");
    const places = workspace.getWorkspaceFolder(beside) ? [beside, ...folders] : folders;
    for (const folder of places) {
      const uri = Uri.joinPath(folder, path);
      if (await isFile(uri)) {
        this.#found.set(path, uri);
        this.#onFound();
        return;
      }
    }
  }
}

async function isFile(uri: Uri): Promise<boolean> {
  try {
    return Boolean((await workspace.fs.stat(uri)).type & FileType.File);
  } catch {
    return false;
  }
}
