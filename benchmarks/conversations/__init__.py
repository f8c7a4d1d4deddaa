"""Made-up conversations in Rasa's own event format, as many as wanted: `make conversations`."""
