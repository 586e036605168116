"""Code on one line: made of a tree, and cut to a length."""
