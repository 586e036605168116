"""Bytes to messages and back, and each message to its handler. Refuses to know what a method does."""
