"""The assistant's own Rasa graph components: French text features, intents, the ladder."""
