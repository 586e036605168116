"""One file an LSP method, each thin: take the snapshot, ask the feature, convert the answer."""
