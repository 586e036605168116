"""Tools that a model may call before it answers: offered, called, and their results sent back."""
