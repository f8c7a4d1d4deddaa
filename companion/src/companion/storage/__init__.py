"""What the companion keeps: its own tables, and its view of Rasa's tracker store."""
