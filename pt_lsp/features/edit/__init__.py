"""Edits: an instruction and a region of a document become the region's new text, as it streams."""
