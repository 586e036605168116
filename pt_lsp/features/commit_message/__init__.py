"""The message of the next commit: from what has changed, in the style of the last ones."""
