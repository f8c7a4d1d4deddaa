"""What a patch would change, measured on a copy before anybody merges it."""
