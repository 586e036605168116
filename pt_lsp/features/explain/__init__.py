"""A definition or selection becomes Markdown, streamed."""
