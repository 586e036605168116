"""What speaks against asking the model at a place, and how long the typing has to pause before it is."""
