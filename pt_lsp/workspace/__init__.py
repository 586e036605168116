"""Reads the user's disk: files, ignore rules, roots."""
