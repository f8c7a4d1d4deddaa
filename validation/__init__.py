"""`make validate`: what designers have to mend before the assistant learns or answers from it."""
