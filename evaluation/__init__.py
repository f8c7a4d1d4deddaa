"""Routing files of messages without a server, and scoring what came out."""
