"""What the assistant (Python 3.10) and the companion share: one logic, one place."""
