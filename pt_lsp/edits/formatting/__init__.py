"""Programs that change white space: how their doing is told from typing, and what it is done to."""
