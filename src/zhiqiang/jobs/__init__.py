"""The command line and timed work."""
