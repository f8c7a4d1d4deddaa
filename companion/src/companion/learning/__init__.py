"""What the classifier learns from those who answer: labels, datasets, models."""
