"""Routing files of messages without a server, and measuring what came out."""
