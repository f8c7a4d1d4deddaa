"""The indicators: one named SQL query each, with its definition, and the reading of them."""
