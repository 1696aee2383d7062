"""Pages for the public and for customers."""
