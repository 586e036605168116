"""Text as the editor sees it: lines, offsets, snapshots; pure."""
