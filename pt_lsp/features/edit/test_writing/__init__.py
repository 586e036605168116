"""Tests for code: what the model is shown of the code and of other tests, and where in a file they go."""
