"""From an import as written to the files of the workspace that it means; refuses to know a disk."""
