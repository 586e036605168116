"""What an editor shows to be wrong with code, as fixes know it and prompts tell it."""
