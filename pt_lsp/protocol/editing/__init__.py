"""The life of an edit in an editor, from a draft to the verdict; imported with the first edit only."""
