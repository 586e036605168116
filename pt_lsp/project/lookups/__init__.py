"""What a model may look up in the project before it answers: read only, bounded, by the rules of context."""
