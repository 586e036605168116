"""`pt-lsp doctor`: whether all that an answer needs is there and works, each with what to do if not."""
