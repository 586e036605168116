"""Makes a chat reply into text that fits at the cursor; pure."""
