"""Conversations and their figures without the pages: `make logs`."""
