"""Model text to text edits: reply parsing, streaming diff, edit algebra, pending edits; pure."""
