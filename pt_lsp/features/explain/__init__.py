"""Explanations of code as Markdown."""
