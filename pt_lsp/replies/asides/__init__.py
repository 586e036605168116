"""What models write beside an answer, or in its place: thoughts, calls of tools, envelopes and pages."""
