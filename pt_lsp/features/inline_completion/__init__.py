"""Ghost text at the cursor: engine, prompt, post-processing."""
