"""Open data: sums by month, without any small count."""
