"""What was selected of other files, as text."""
