"""The command line: one file a subcommand; the only place where stateful objects are made."""
