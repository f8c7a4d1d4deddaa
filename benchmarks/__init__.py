"""Speed and accuracy, measured side by side with the stock alternative."""
