"""How to talk to a model; knows HTTP, nothing of code or editors."""
