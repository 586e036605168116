"""What endpoints say when they refuse or fail: read, judged, and turned into what to do about it."""
