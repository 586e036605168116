"""Answers that leave code out and say so in a line: such lines, and that code put back."""
