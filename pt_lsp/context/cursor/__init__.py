"""What the code at a cursor is about to be, and what of other files that asks for."""
