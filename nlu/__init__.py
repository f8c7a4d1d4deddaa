"""The assistant's own Rasa graph components: French text features, linear intents, the ladder."""
