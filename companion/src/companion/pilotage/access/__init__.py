"""Signing in, and what each request of the steering pages may do."""
