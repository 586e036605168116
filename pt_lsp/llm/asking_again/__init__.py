"""What an endpoint refuses of a prompt is left out, and the rest asked once more."""
