"""What must not leave the machine: excluded files, secrets and their placeholders; pure."""
