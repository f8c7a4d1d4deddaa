"""The companion service: the public gateway, the classifier and what they store."""
