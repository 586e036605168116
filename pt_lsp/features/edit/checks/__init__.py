"""What has to hold of an action's new text beside its syntax: one file for each check, and `table` of all."""
