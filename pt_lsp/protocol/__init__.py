"""The only code that knows LSP: framing, dispatch, sessions, conversion."""
