"""`pt-lsp demo`: completes, edits and explains a document with the embedded model, for all to see."""
