"""How each language's tree shows what a file defines and imports."""
