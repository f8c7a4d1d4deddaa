"""What a model learns from, designers' files and people's labels, and what that changes in it."""
