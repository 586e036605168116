"""What one can ask of code: one file for each action, and the table of all."""
