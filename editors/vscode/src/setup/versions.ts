/** Whether server and extension are of one release. */

/** One sentence where they are not; undefined where they are, or where the server does not say. */
export function versionNote(server: string | undefined, extension: string): string | undefined {
  const [theirs, ours] = [release(server), release(extension)];
  if (!theirs || !ours || (theirs.major === ours.major && theirs.minor === ours.minor)) {
    return undefined;
  }
  const isServerOlder =
    theirs.major < ours.major || (theirs.major === ours.major && theirs.minor < ours.minor);
  const remedy = isServerOlder
    ? "update the server with `uv tool upgrade pt-lsp` or `pipx upgrade pt-lsp`"
    : "update the extension";
  return `The server is version ${server}, the extension ${extension}: ${remedy}.`;
}

function release(version = ""): { major: number; minor: number } | undefined {
  const found = /^(\d{1,6})\.(\d{1,6})/.exec(version);
  return found ? { major: Number(found[1]), minor: Number(found[2]) } : undefined;
}
