"""Inline completion: the text that a person is about to type, offered while they type."""
