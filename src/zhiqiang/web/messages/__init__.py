"""The inbox, the same for everybody who logs in."""
