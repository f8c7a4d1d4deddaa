"""The designers' inbox: what was misunderstood, what is decided of it, and the patch made of it."""
