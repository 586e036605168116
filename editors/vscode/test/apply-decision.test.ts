import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApplyWorkspaceEditParams } from "vscode-languageclient/node";
import { operationOf, wayFor } from "../src/editing/apply-decision.ts";

const EDIT = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: "x" };

function params(version: number | null, ...edits: object[]): ApplyWorkspaceEditParams {
  const change = { textDocument: { uri: "file:///a", version }, edits };
  return { edit: { documentChanges: [change] } } as ApplyWorkspaceEditParams;
}

function read(given: ApplyWorkspaceEditParams) {
  return operationOf(given, (uri) => uri.toUpperCase());
}

test("an operation is the changes of one document at one version", () => {
  assert.deepEqual(read(params(3, EDIT)), { uri: "FILE:///A", version: 3, edits: [EDIT] });
});

test("an edit of any other shape is none", () => {
  assert.equal(read(params(null, EDIT)), undefined);
  assert.equal(read(params(3, { ...EDIT, annotationId: "a" })), undefined);
  assert.equal(read({ edit: { changes: {} } }), undefined);
  const [change] = params(3, EDIT).edit.documentChanges ?? [];
  assert.equal(read({ edit: { documentChanges: [change, change] } } as ApplyWorkspaceEditParams), undefined);
});

test("what no editor shows is left to the client, and a stale version is refused", () => {
  const operation = read(params(3, EDIT));
  assert.equal(wayFor(operation, 3), "editor");
  assert.equal(wayFor(operation, 4), "refuse");
  assert.equal(wayFor(operation, undefined), "client");
  assert.equal(wayFor(undefined, 3), "client");
});
