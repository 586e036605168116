"""What the model gets to see: pure functions of snapshots. Refuses to know prompts, models and HTTP."""
