"""An instruction and a region become the new text of the region, streamed."""
