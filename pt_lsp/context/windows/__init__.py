"""What is shown of the file itself: around a cursor or a region."""
