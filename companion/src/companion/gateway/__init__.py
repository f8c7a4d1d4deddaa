"""The public edge: sessions, masking before Rasa sees a text, the page's contract."""
