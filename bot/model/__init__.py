"""The records of the program and the pure rules about them."""
