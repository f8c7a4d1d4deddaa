"""The conversation browser: search, read as the citizen saw it, annotate, export as a test."""
