"""What the model gets to see: pure functions of snapshots."""
