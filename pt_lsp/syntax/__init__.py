"""What the grammar says about a text: definitions and errors; indentation where there is no grammar."""
