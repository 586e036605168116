"""One folder for each thing a user can ask for; features never import each other."""
