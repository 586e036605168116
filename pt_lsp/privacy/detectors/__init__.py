"""Where a text holds what must not leave the machine; pure."""
