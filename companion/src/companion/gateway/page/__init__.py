"""The conversation for browsers without JavaScript: pages, small forms, post and redirect."""
