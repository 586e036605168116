"""What is known of the user's project, kept current."""
