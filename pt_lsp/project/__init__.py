"""What is known of the user's project, kept current. Refuses to know what it is used for."""
