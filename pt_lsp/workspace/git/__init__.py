"""Reads git repositories: what is recorded by git itself, what lies in the working tree by our own hand."""
