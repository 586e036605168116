"""What a model finds wrong with code, each finding at the text that it quotes."""
