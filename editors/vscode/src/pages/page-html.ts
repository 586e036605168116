/** The document of a page, which loads nothing: its style and script stand in it, and nothing else is allowed. Pure. */
import type { Button } from "./messages.ts";

export interface Assets {
  readonly style: string;
  readonly script: string;
}

const LABELS: Readonly<Record<Button, string>> = {
  stop: "Stop",
  again: "Again",
  copy: "Copy",
  comment: "Insert as Comment",
};

/** `nonce` is new for each document. */
export function pageHtml({ style, script }: Assets, nonce: string): string {
  const policy = [
    "default-src 'none'",
    "img-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const buttons = Object.entries(LABELS).map(
    ([name, label]) => `<button type="button" data-button="${name}" hidden>${label}</button>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PowerTokens</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<header>
<h1></h1>
<div class="buttons">${buttons.join("")}</div>
<p role="status"></p>
</header>
<article aria-live="polite"></article>
</main>
<script nonce="${nonce}">${script}</script>
</body>
</html>`;
}
