"""The assistant's custom actions, one skill per file; their words stand in data/ and knowledge/."""
