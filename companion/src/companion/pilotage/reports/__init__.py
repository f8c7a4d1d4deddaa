"""What is shown of the indicators: tables, the same for a page, a chart and a file."""
