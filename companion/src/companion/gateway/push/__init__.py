"""Server push: a page follows its own conversation as it is recorded, whichever process records."""
