"""What analysts and designers see: indicators, conversations, the inbox."""
