"""One file a family of commands: arguments in, feature, JSON out."""
