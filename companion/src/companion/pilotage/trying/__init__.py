"""Talking to the assistant in service and to a candidate, side by side."""
