"""A language server that completes, edits and explains code with a chat model."""

__version__ = "0.1.0"
