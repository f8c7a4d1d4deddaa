"""Secure-mail requests: what a person prepared in the chat and confirmed for the administration."""
